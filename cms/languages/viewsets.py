"""The reading glossary in the admin."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.languages.models import Reading


class StampPanel(FieldPanel):  # type: ignore[misc]
    """A fact that the system notes: shown, never edited, empty while there is none."""

    def __init__(self, field_name: str) -> None:
        super().__init__(field_name, read_only=True)

    def clone_kwargs(self) -> dict[str, Any]:
        """Return what makes an equal panel."""
        return {"field_name": self.field_name}

    def format_value_for_display(self, value: Any) -> Any:
        """Return the value, or a dash."""
        return "–" if value is None else super().format_value_for_display(value)


class ReadingViewSet(SnippetViewSet):
    """Readings of local names."""

    model = Reading
    icon = "openquote"
    menu_label = _("Reading glossary")
    menu_name = "readings"
    add_to_admin_menu = False  # the menu 語彙 holds it
    list_display = ["surface", "reading", "status", "confirmed_by", "confirmed_at", "confirmed_source"]
    list_filter = ["status"]
    search_fields = ["surface", "reading"]
    panels = [
        FieldRowPanel([FieldPanel("surface"), FieldPanel("reading")]),
        FieldPanel("status"),
        FieldPanel("confirmed_source"),
        FieldRowPanel([StampPanel("confirmed_by"), StampPanel("confirmed_at")]),
        FieldPanel("note"),
    ]
