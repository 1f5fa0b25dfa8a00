"""The reading glossary in the admin."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.languages.models import Reading


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
        FieldRowPanel([FieldPanel("confirmed_by", read_only=True), FieldPanel("confirmed_at", read_only=True)]),
        FieldPanel("note"),
    ]
