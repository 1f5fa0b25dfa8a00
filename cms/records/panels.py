"""Panels that the forms of all records share."""

from __future__ import annotations

from typing import Any, Final

from wagtail.admin.panels import FieldPanel

ADMINISTRATION: Final[list[Any]] = [
    FieldPanel("slug"),
    FieldPanel("ucode"),
    FieldPanel("owner"),
    FieldPanel("confirm_by"),
    FieldPanel("rank"),
    FieldPanel("restricted"),
]
