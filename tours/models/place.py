"""A place: what stands somewhere and can be visited."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.search import index

from cms.languages.fields import LocalizedRichTextField, LocalizedTextField
from cms.memo import children
from cms.records.facts import Facts, Window
from cms.records.models import RecordModel
from cms.records.rows import CERTAINTY, NAMES_SEARCHED, ImageRow, NameRow, RelationRow, Row, SourceRow
from tours.facilities import FACILITY_CHOICES, STATUS_CHOICES
from tours.notices.closures import closures, without
from tours.opening import OpeningRuleError, from_json, windows

SEASONS = ("spring", "summer", "autumn", "winter")


class Place(RecordModel):
    """A sight, museum, shrine, station, dish or service of the town."""

    kind_name = "place"

    category = models.ForeignKey(
        "cms_records.Category",
        verbose_name=_("category"),
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"kind": "place"},
    )
    tags = ParentalManyToManyField("cms_records.Tag", verbose_name=_("tags"), blank=True, related_name="+")
    text = LocalizedRichTextField(
        _("text"), rows=5, blank=True, max_chars=260, help_text=_("About 200 characters: what a visitor should know.")
    )
    body = LocalizedRichTextField(_("full text"), rows=12, blank=True)
    lat = models.FloatField(
        _("latitude"), null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    lon = models.FloatField(
        _("longitude"), null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )
    accuracy_m = models.PositiveIntegerField(
        _("accuracy (m)"), null=True, blank=True, help_text=_("How far off the point may be, in metres.")
    )
    position_source = models.CharField(_("source of the position"), max_length=200, blank=True)
    address = LocalizedTextField(_("address"), blank=True)
    access = LocalizedTextField(_("how to get there"), rows=3, blank=True)
    opening = models.JSONField(
        _("opening rule"), null=True, blank=True, help_text=_("Weekly hours, closing days, seasons and exceptions.")
    )
    opening_note = LocalizedTextField(_("note on opening"), rows=2, blank=True)
    opening_certainty = models.CharField(
        _("certainty of the hours"), max_length=12, choices=CERTAINTY, default="to_confirm"
    )
    price_adult = models.PositiveIntegerField(
        _("price for adults (yen)"), null=True, blank=True, help_text=_("0 means free; empty means not known.")
    )
    price_child = models.PositiveIntegerField(_("price for children (yen)"), null=True, blank=True)
    price_note = LocalizedTextField(_("note on prices"), rows=2, blank=True)
    price_certainty = models.CharField(
        _("certainty of the price"), max_length=12, choices=CERTAINTY, default="to_confirm"
    )
    designations = LocalizedTextField(
        _("designations"), blank=True, help_text=_("Separated by ／, e.g. 国指定史跡（1963）／日本100名城.")
    )
    seasons = models.JSONField(_("best seasons"), default=list, blank=True)
    asset = models.UUIDField(_("3D asset"), null=True, blank=True, help_text=_("The 3D model shown with this place."))

    search_fields = [
        *RecordModel.search_fields,
        NAMES_SEARCHED,
        index.FilterField("category"),
    ]

    class Meta(RecordModel.Meta):
        verbose_name = _("place")
        verbose_name_plural = _("places")

    def clean(self) -> None:
        """Refuse half a position, an unknown season and an opening rule that cannot be evaluated."""
        super().clean()
        if (self.lat is None) != (self.lon is None):
            raise ValidationError({"lat": _("Latitude and longitude belong together: give both or none.")})
        unknown = [season for season in self.seasons or [] if season not in SEASONS]
        if unknown:
            raise ValidationError({"seasons": f"{unknown[0]!r}; accepted are {', '.join(SEASONS)}"})
        if self.opening:
            try:
                from_json(self.opening)
            except OpeningRuleError as error:
                raise ValidationError({"opening": str(error)}) from error

    def facts(self) -> Facts:
        """Return what lists and filters know of this place."""
        return Facts(
            category=self.category.slug,
            lat=self.lat,
            lon=self.lon,
            tags=tuple(sorted(tag.slug for tag in children(self, "tags"))),
            seasons=tuple(self.seasons or ()),
            visible_until=self.expire_at,
        )

    def opening_windows(self, start: date, days: int) -> list[Window] | None:
        """Return the opening windows as epoch seconds, or None where the hours are not known."""
        from tours.holidays import calendar

        if not self.opening:
            return None
        rule = from_json(self.opening)
        if not rule.known:
            return None
        open_spans = [
            (int(w.start.timestamp()), int(w.end.timestamp()), int(w.last_entry.timestamp()) if w.last_entry else None)
            for w in windows(rule, start, days, calendar())
        ]
        return without(open_spans, closures(self.uuid))


class PlaceName(NameRow):
    """Another name of a place."""

    place = ParentalKey(Place, on_delete=models.CASCADE, related_name="names")


class PlaceImage(ImageRow):
    """A picture of a place."""

    place = ParentalKey(Place, on_delete=models.CASCADE, related_name="images")


class PlaceContact(Row):
    """A telephone number, web page or mail address."""

    KINDS = [("phone", _("telephone")), ("web", _("web page")), ("mail", _("e-mail")), ("fax", _("fax"))]

    place = ParentalKey(Place, on_delete=models.CASCADE, related_name="contacts")
    kind = models.CharField(_("kind"), max_length=8, choices=KINDS)
    value = models.CharField(_("value"), max_length=255)
    label = LocalizedTextField(_("label"), blank=True)


class PlaceFacility(Row):
    """Wi-Fi, toilets, step-free access …: yes, no, or not yet known."""

    place = ParentalKey(Place, on_delete=models.CASCADE, related_name="facilities")
    code = models.CharField(_("facility"), max_length=24, choices=FACILITY_CHOICES)
    status = models.CharField(_("status"), max_length=8, choices=STATUS_CHOICES, default="unknown")
    detail = LocalizedTextField(
        _("detail"), blank=True, help_text=_("The Wi-Fi's SSID, kinds of payment, languages spoken …")
    )


class PlaceFact(Row):
    """One line of the facts table: what, how much, how sure."""

    place = ParentalKey(Place, on_delete=models.CASCADE, related_name="fact_rows")
    label = LocalizedTextField(_("label"), max_chars=20)
    value = LocalizedTextField(_("value"), rows=2)
    certainty = models.CharField(_("certainty"), max_length=12, choices=CERTAINTY, default="to_confirm")


class PlaceSource(SourceRow):
    """A source of a place's facts."""

    place = ParentalKey(Place, on_delete=models.CASCADE, related_name="sources")


class PlaceRelation(RelationRow):
    """Something of any kind that belongs with this place."""

    place = ParentalKey(Place, on_delete=models.CASCADE, related_name="relations")
