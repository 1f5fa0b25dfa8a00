"""Rows that several kinds of record have: other names, pictures, related things, sources. Each kind adds its own parental key.

Every row has a key of its own from the moment it is written down. Its primary key will not do: a row that an editor added
to a draft has none before it is published.
"""

from __future__ import annotations

import uuid
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelsearch import index
from wagtail.models import Orderable

from cms.languages.fields import LocalizedTextField
from cms.languages.table import LANGUAGES

CERTAINTY = [("confirmed", _("confirmed")), ("to_confirm", _("to be confirmed"))]
NAME_KINDS: Final = [("other", _("other name")), ("popular", _("popular name")), ("former", _("former name"))]
NAME_LANGUAGES: Final = [(language.code, language.native_name) for language in LANGUAGES if not language.is_easy]

NAMES_SEARCHED: Final = index.RelatedFields(
    "names",
    [
        index.SearchField("text", boost=4),
        index.SearchField("reading", boost=4),
        index.AutocompleteField("text"),
        index.AutocompleteField("reading"),
    ],
)
"""How the admin's search finds a record by its other names."""


class Row(Orderable):
    """A row below a record, with the key by which forms, patches and translators name it.

    A row has a place from the start, and rows of one place stand in the order in which they were written down: databases
    disagree on where rows without a place belong, and PostgreSQL returns equals in any order.
    """

    key = models.UUIDField(default=uuid.uuid4, editable=False)
    sort_order = models.IntegerField(default=0, null=True, blank=True, editable=False)

    class Meta(Orderable.Meta):
        abstract = True
        ordering = ["sort_order", "id"]


class NameRow(Row):
    """Another name by which a record is or was known; search finds the record by it as by its own."""

    text = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=8, choices=NAME_KINDS, default="other")
    lang = models.CharField(
        _("language"),
        max_length=16,
        choices=NAME_LANGUAGES,
        blank=True,
        help_text=_("Empty where it is none of these."),
    )
    reading = models.CharField(
        _("reading (kana)"), max_length=200, blank=True, help_text=_("In hiragana, e.g. つやまじょう.")
    )

    class Meta(Row.Meta):
        abstract = True


class ImageRow(Row):
    """A picture of a record, with words of its own where the image's do not fit."""

    image = models.ForeignKey(
        "cms_media.KakuzanImage", verbose_name=_("image"), on_delete=models.PROTECT, related_name="+"
    )
    alt = LocalizedTextField(_("alternative text here"), blank=True)

    class Meta(Row.Meta):
        abstract = True


class SourceRow(Row):
    """Where the facts come from, and how far to trust them."""

    text = models.CharField(_("source"), max_length=400)
    confidence = models.CharField(_("confidence"), max_length=200, blank=True)

    class Meta(Row.Meta):
        abstract = True


class RelationRow(Row):
    """Something of any kind that belongs with a record."""

    record = models.ForeignKey(
        "cms_records.Record", verbose_name=_("record"), on_delete=models.CASCADE, related_name="+"
    )

    class Meta(Row.Meta):
        abstract = True
