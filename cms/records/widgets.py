"""Boxes to tick: for tags, and for short lists that are stored as JSON."""

from __future__ import annotations

import json
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

SEASON_CHOICES: Final = [
    ("spring", _("spring")),
    ("summer", _("summer")),
    ("autumn", _("autumn")),
    ("winter", _("winter")),
]


class ManyChoices(forms.CheckboxSelectMultiple):
    """All choices to be seen at once, in as many columns as fit."""

    def __init__(self, attrs: dict[str, Any] | None = None, choices: Any = ()) -> None:
        super().__init__({"class": "many-choices", **(attrs or {})}, choices)

    class Media:
        css = {"all": ["cms_records/form.css"]}


class JsonChoices(ManyChoices):
    """Ticked boxes in front of a JSON field that holds a list of codes; their order is that of the choices."""

    def format_value(self, value: Any) -> list[str]:
        """Return the codes of what the field holds; what is no list shows as nothing ticked."""
        try:
            held = json.loads(value) if isinstance(value, str) else value
        except json.JSONDecodeError:
            held = None
        return [str(code) for code in held] if isinstance(held, list) else []

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:
        """Return the posted codes as the JSON text that the field cleans."""
        return json.dumps(list(super().value_from_datadict(data, files, name) or []))
