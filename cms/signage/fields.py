"""A list of codes chosen from a small closed set, kept as JSON."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


class CodeListField(models.JSONField):
    """Some of `codes`, in the order of that list; forms show one box per code."""

    def __init__(self, *args: Any, codes: tuple[tuple[str, Any], ...] = (), **kwargs: Any) -> None:
        self.codes = codes
        kwargs.setdefault("default", list)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Leave the codes out: another language or kind makes no migration."""
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("codes", None)
        return name, path, args, kwargs

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        """Refuse codes that are not in the set, naming the first."""
        super().validate(value, model_instance)
        known = [code for code, _label in self.codes]
        unknown = [code for code in value or [] if code not in known]
        if unknown:
            raise ValidationError(
                _("%(code)s is not known; accepted are %(known)s."),
                params={"code": unknown[0], "known": ", ".join(known)},
            )

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        """Return boxes to tick."""
        return forms.MultipleChoiceField(
            choices=self.codes,
            required=not self.blank,
            label=kwargs.get("label", self.verbose_name),
            help_text=kwargs.get("help_text", self.help_text),
            widget=forms.CheckboxSelectMultiple,
        )
