"""A tour: stops in an order, with words to be read or heard at each."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField

from cms.languages.fields import LocalizedRichTextField, LocalizedTextField
from cms.memo import children
from cms.records.facts import Facts
from cms.records.models import Record, RecordModel
from cms.records.rows import NAMES_SEARCHED, ImageRow, NameRow, Row


class Tour(RecordModel):
    """A walk through things of any kind."""

    kind_name = "tour"

    tags = ParentalManyToManyField("cms_records.Tag", verbose_name=_("tags"), blank=True, related_name="+")
    text = LocalizedRichTextField(_("text"), rows=5, blank=True, max_chars=260)
    body = LocalizedRichTextField(_("full text"), rows=12, blank=True)
    duration_minutes = models.PositiveIntegerField(_("duration (minutes)"), null=True, blank=True)
    seasons = models.JSONField(_("seasons"), default=list, blank=True)

    search_fields = [*RecordModel.search_fields, NAMES_SEARCHED]

    class Meta(RecordModel.Meta):
        verbose_name = _("tour")
        verbose_name_plural = _("tours")

    def facts(self) -> Facts:
        """Return what lists and filters know; a tour stands where it starts."""
        from tours.stops import position_of

        first = self.stops.first()
        lat, lon = (position_of(first.record_id) if first else None) or (None, None)
        return Facts(
            lat=lat,
            lon=lon,
            tags=tuple(sorted(tag.slug for tag in children(self, "tags"))),
            seasons=tuple(self.seasons or ()),
            visible_until=self.expire_at,
        )


class TourStop(Row):
    """One stop: a record, how long one stays, what is told there."""

    tour = ParentalKey(Tour, on_delete=models.CASCADE, related_name="stops")
    record = models.ForeignKey(Record, verbose_name=_("stop"), on_delete=models.PROTECT, related_name="+")
    title = LocalizedTextField(
        _("title here"), blank=True, max_chars=40, help_text=_("Only where the record's own name does not fit.")
    )
    narration = LocalizedRichTextField(_("narration"), rows=6, blank=True)
    stay_minutes = models.PositiveSmallIntegerField(_("stay (minutes)"), default=15)

    class Meta(Row.Meta):
        verbose_name = _("stop")


class TourName(NameRow):
    """Another name of a tour."""

    tour = ParentalKey(Tour, on_delete=models.CASCADE, related_name="names")


class TourImage(ImageRow):
    """A picture of a tour."""

    tour = ParentalKey(Tour, on_delete=models.CASCADE, related_name="images")
