"""Collection items, in the first form that the museum's full catalogue will widen."""

from __future__ import annotations

import unicodedata

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.search import index

from cms.languages.fields import LocalizedRichTextField, LocalizedTextField
from cms.media.rights import LICENCES
from cms.records.facts import Facts
from cms.records.models import Record, RecordModel
from cms.records.rows import NAMES_SEARCHED, ImageRow, NameRow, RelationRow, Row, SourceRow


class Item(RecordModel):
    """One object of a collection."""

    kind_name = "item"

    accession_number = models.CharField(
        _("accession number"), max_length=60, unique=True, help_text=_("As written in the museum's register.")
    )
    accession_key = models.CharField(max_length=60, editable=False, db_index=True)
    category = models.ForeignKey(
        "cms_records.Category",
        verbose_name=_("category"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"kind": "item"},
    )
    tags = ParentalManyToManyField("cms_records.Tag", verbose_name=_("tags"), blank=True, related_name="+")
    text = LocalizedRichTextField(_("label text"), rows=5, blank=True, max_chars=260)
    body = LocalizedRichTextField(_("full description"), rows=12, blank=True)
    date_text = LocalizedTextField(
        _("date as written"), blank=True, help_text=_("e.g. 江戸時代（17世紀） or 慶長9年（1604）.")
    )
    date_earliest = models.SmallIntegerField(
        _("earliest year"), null=True, blank=True, help_text=_("Western year; 0 and below are BC.")
    )
    date_latest = models.SmallIntegerField(_("latest year"), null=True, blank=True)
    medium = LocalizedTextField(_("material and technique"), blank=True)
    dimensions = models.CharField(
        _("dimensions"), max_length=200, blank=True, help_text=_("In millimetres, e.g. H 1520 × W 3400.")
    )
    rights = models.CharField(_("rights"), max_length=32, choices=LICENCES, default="unknown")
    credit = LocalizedTextField(_("holder and credit line"), blank=True)
    storage_location = models.CharField(
        _("storage location"), max_length=120, blank=True, help_text=_("Private: never leaves the admin.")
    )
    display_place = models.ForeignKey(
        Record,
        verbose_name=_("on display at"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        limit_choices_to={"kind": "place"},
    )
    display_gallery = LocalizedTextField(_("gallery"), blank=True)
    display_case = models.CharField(_("case"), max_length=40, blank=True)
    demonstration = models.BooleanField(
        _("demonstration piece"), default=False, help_text=_("Does not exist; shown as such.")
    )
    asset = models.UUIDField(_("3D asset"), null=True, blank=True)

    search_fields = [
        *RecordModel.search_fields,
        NAMES_SEARCHED,
        index.SearchField("accession_number", boost=4),
        index.AutocompleteField("accession_number"),
        index.RelatedFields(
            "former_numbers", [index.SearchField("number", boost=4), index.AutocompleteField("number")]
        ),
        index.FilterField("category"),
    ]

    class Meta(RecordModel.Meta):
        verbose_name = _("collection item")
        verbose_name_plural = _("collection items")

    def clean(self) -> None:
        """Refuse a latest year before the earliest."""
        super().clean()
        self.accession_key = accession_key(self.accession_number)
        if self.date_earliest is not None and self.date_latest is not None and self.date_latest < self.date_earliest:
            raise ValidationError({"date_latest": _("The latest year lies before the earliest.")})

    def facts(self) -> Facts:
        """Return what lists and filters know of this item."""
        return Facts(
            category=self.category.slug if self.category else "",
            tags=tuple(sorted(tag.slug for tag in self.tags.all())),
            visible_until=self.expire_at,
        )


def accession_key(number: str) -> str:
    """Return an accession number as it is matched: NFKC, lower case, without spaces."""
    return "".join(unicodedata.normalize("NFKC", number).lower().split())


class ItemName(NameRow):
    """Another name of an item."""

    item = ParentalKey(Item, on_delete=models.CASCADE, related_name="names")


class ItemNumber(Row):
    """A number that an item had before, here or with an earlier holder."""

    item = ParentalKey(Item, on_delete=models.CASCADE, related_name="former_numbers")
    number = models.CharField(_("former number"), max_length=60)


class ItemImage(ImageRow):
    """A picture of an item."""

    item = ParentalKey(Item, on_delete=models.CASCADE, related_name="images")


class ItemRelation(RelationRow):
    """Something that belongs with an item."""

    item = ParentalKey(Item, on_delete=models.CASCADE, related_name="relations")


class ItemSource(SourceRow):
    """A source of an item's facts."""

    item = ParentalKey(Item, on_delete=models.CASCADE, related_name="sources")
