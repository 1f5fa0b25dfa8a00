"""The reading glossary: how the place reads its names."""

from __future__ import annotations

from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.languages.ruby import Entry, ReadingError


class Reading(models.Model):
    """One name in kanji and its kana. Only what somebody confirmed reaches furigana, search keys and speech."""

    surface = models.CharField(
        _("name in kanji"), max_length=80, unique=True, help_text=_("As it stands in texts, e.g. 鶴山公園.")
    )
    reading = models.CharField(
        _("reading (kana)"),
        max_length=120,
        help_text=_("In hiragana, e.g. かくざんこうえん. A longer name wins over a shorter one inside it."),
    )
    confirmed_by = models.CharField(
        _("confirmed by"),
        max_length=120,
        blank=True,
        help_text=_("The person or office that stands for it; while empty it is a suggestion that no visitor sees."),
    )
    note = models.CharField(_("note"), max_length=200, blank=True)

    before: str = ""
    """The surface that the database held, so that texts with the old one are made anew as well."""

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        ordering = ["surface"]

    def __str__(self) -> str:
        return f"{self.surface}（{self.reading}）"

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Self:
        """Remember the surface that texts were made with."""
        instance = super().from_db(*args, **kwargs)
        instance.before = instance.__dict__.get("surface", "")
        return instance

    def clean(self) -> None:
        """Refuse what can be no reading."""
        try:
            Entry(self.surface, self.reading)
        except ReadingError as error:
            raise ValidationError(_("A name needs kanji, and its reading kana only.")) from error
