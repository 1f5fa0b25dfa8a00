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
    list_display = ["surface", "reading", "confirmed_by"]
    search_fields = ["surface", "reading"]
    panels = [
        FieldRowPanel([FieldPanel("surface"), FieldPanel("reading")]),
        FieldPanel("confirmed_by"),
        FieldPanel("note"),
    ]
