"""Days on which the city differs from the national calendar."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

HOLIDAY, ORDINARY = "holiday", "ordinary"


class CityHoliday(models.Model):
    """A holiday of the city's own, or a national one that counts as an ordinary day here. Opening rules follow it.

    A place that closes on one certain day has an exception in its own rule instead.
    """

    day = models.DateField(_("day"), unique=True)
    counts_as = models.CharField(
        _("counts as"),
        max_length=8,
        choices=[(HOLIDAY, _("a holiday")), (ORDINARY, _("an ordinary day"))],
        default=HOLIDAY,
        help_text=_("“Closed on Mondays, open if it is a holiday” and the like follow it."),
    )
    name = models.CharField(_("name"), max_length=60, blank=True, help_text=_("In Japanese, as people call the day."))

    before: date | None = None
    """The day that the database held, so that windows around the old one are made anew as well."""

    class Meta:
        verbose_name = _("holiday of the city")
        verbose_name_plural = _("holidays of the city")
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.name}".strip() if self.day else self.name

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Self:
        """Remember the day that windows were made with."""
        instance = super().from_db(*args, **kwargs)
        instance.before = instance.__dict__.get("day")
        return instance

    def clean(self) -> None:
        """Refuse a holiday without a name."""
        if self.counts_as == HOLIDAY and not self.name.strip():
            raise ValidationError({"name": _("A holiday needs a name.")})
