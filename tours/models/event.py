"""An event: a festival, a market, a race."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField

from cms import clock
from cms.languages.fields import LocalizedRichTextField, LocalizedTextField
from cms.memo import children
from cms.records.facts import Facts, Window
from cms.records.models import Record, RecordModel
from cms.records.rows import CERTAINTY, NAMES_SEARCHED, ImageRow, NameRow, RelationRow, Row, SourceRow

STATUSES = [
    ("scheduled", _("as announced")),
    ("moved", _("moved")),
    ("postponed", _("postponed")),
    ("cancelled", _("cancelled")),
]


class Event(RecordModel):
    """Something that happens, once or every year."""

    kind_name = "event"

    category = models.ForeignKey(
        "cms_records.Category",
        verbose_name=_("category"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"kind": "event"},
    )
    tags = ParentalManyToManyField("cms_records.Tag", verbose_name=_("tags"), blank=True, related_name="+")
    text = LocalizedRichTextField(_("text"), rows=5, blank=True, max_chars=260)
    body = LocalizedRichTextField(_("full text"), rows=12, blank=True)
    place = models.ForeignKey(
        Record,
        verbose_name=_("place"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"kind": "place"},
    )
    schedule = LocalizedTextField(
        _("when, in words"), rows=2, blank=True, help_text=_("e.g. every year in early August.")
    )
    status = models.CharField(_("status"), max_length=12, choices=STATUSES, default="scheduled")
    certainty = models.CharField(_("certainty of the dates"), max_length=12, choices=CERTAINTY, default="to_confirm")
    price_note = LocalizedTextField(_("note on prices"), rows=2, blank=True)
    seasons = models.JSONField(_("seasons"), default=list, blank=True)

    search_fields = [*RecordModel.search_fields, NAMES_SEARCHED]

    class Meta(RecordModel.Meta):
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def next_date(self) -> EventDate | None:
        """Return the date that is on or comes next, else the last one that was, else None."""
        rows = sorted(children(self, "dates"), key=lambda row: row.start)
        now = clock.now()
        return next((row for row in rows if row.until > now), rows[-1] if rows else None)

    def facts(self) -> Facts:
        """Return what lists and filters know of this event; its position is its place's."""
        row = self.next_date()
        lat, lon = self.position() or (None, None)
        return Facts(
            category=self.category.slug if self.category else "",
            lat=lat,
            lon=lon,
            tags=tuple(sorted(tag.slug for tag in children(self, "tags"))),
            seasons=tuple(self.seasons or ()),
            starts=row.start if row else None,
            ends=row.until if row else None,
            visible_until=self.expire_at,
        )

    def position(self) -> tuple[float, float] | None:
        """Return latitude and longitude of the place in WGS84 degrees, or None."""
        from tours.models.place import Place

        place = Place.objects.filter(uuid=self.place_id, live=True, restricted=False).first() if self.place_id else None
        return (place.lat, place.lon) if place and place.lat is not None and place.lon is not None else None

    def opening_windows(self, start: date, days: int) -> list[Window] | None:
        """Return the event's own times as windows, so that “open at” finds what is on; None without any date."""
        rows = [row for row in children(self, "dates") if not row.all_day]
        if not rows:
            return None
        first = datetime.combine(start, datetime.min.time(), tzinfo=clock.TOKYO)
        last = first + timedelta(days=days)
        spans = sorted((row.start, row.until) for row in rows if row.until > first and row.start < last)
        return [(int(a.timestamp()), int(b.timestamp()), None) for a, b in spans]


class EventDate(Row):
    """One time at which an event happens; times in Asia/Tokyo."""

    event = ParentalKey(Event, on_delete=models.CASCADE, related_name="dates")
    start = models.DateTimeField(_("from"))
    end = models.DateTimeField(_("until"), null=True, blank=True)
    all_day = models.BooleanField(_("whole days"), default=False, help_text=_("Only the dates count, not the hours."))

    class Meta(Row.Meta):
        verbose_name = _("date")

    def clean(self) -> None:
        """Refuse an end before the start."""
        if self.end and self.start and self.end < self.start:
            raise ValidationError({"end": _("The end lies before the start.")})

    @property
    def until(self) -> datetime:
        """When it is over: the end, the end of the day, or three hours after a start without end."""
        if self.all_day:
            day = (self.end or self.start).astimezone(clock.TOKYO).date()
            return datetime.combine(day + timedelta(days=1), datetime.min.time(), tzinfo=clock.TOKYO)
        return self.end or self.start + timedelta(hours=3)


class EventName(NameRow):
    """Another name of an event."""

    event = ParentalKey(Event, on_delete=models.CASCADE, related_name="names")


class EventImage(ImageRow):
    """A picture of an event."""

    event = ParentalKey(Event, on_delete=models.CASCADE, related_name="images")


class EventRelation(RelationRow):
    """Something that belongs with an event."""

    event = ParentalKey(Event, on_delete=models.CASCADE, related_name="relations")


class EventSource(SourceRow):
    """A source of an event's facts."""

    event = ParentalKey(Event, on_delete=models.CASCADE, related_name="sources")
