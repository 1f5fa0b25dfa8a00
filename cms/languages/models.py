"""The reading glossary: how the place reads its names."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from cms import clock
from cms.languages.ruby import Entry, ReadingError

SUGGESTED, CONFIRMED = "suggested", "confirmed"
STATUSES = [(SUGGESTED, _("suggestion")), (CONFIRMED, _("confirmed"))]


class ReadingForm(WagtailAdminModelForm):  # type: ignore[misc]
    """Stamps a reading when somebody confirms it, or confirms it anew by changing what was confirmed."""

    def save(self, commit: bool = True) -> Any:
        """Save, with the name of who confirmed."""
        if {"status", "surface", "reading"} & set(self.changed_data):
            self.instance.stamp(self.for_user)
        return super().save(commit=commit)


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
    status = models.CharField(
        _("status"),
        max_length=12,
        choices=STATUSES,
        default=SUGGESTED,
        help_text=_("A suggestion is seen by no visitor. Confirming is stamped with your name and the time."),
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("confirmed by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    confirmed_at = models.DateTimeField(_("confirmed on"), null=True, blank=True, editable=False)
    confirmed_source = models.CharField(
        _("source of the reading"),
        max_length=120,
        blank=True,
        help_text=_("The office, list or book that it comes from, e.g. 教育委員会."),
    )
    note = models.CharField(_("note"), max_length=200, blank=True)

    base_form_class = ReadingForm
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

    def stamp(self, user: Any) -> None:
        """Note who confirmed this reading, and when; a suggestion forgets both."""
        confirmed = self.status == CONFIRMED
        self.confirmed_by = user if confirmed else None
        self.confirmed_at = clock.now() if confirmed else None

    def clean(self) -> None:
        """Refuse what can be no reading."""
        try:
            Entry(self.surface, self.reading)
        except ReadingError as error:
            raise ValidationError(_("A name needs kanji, and its reading kana only.")) from error
