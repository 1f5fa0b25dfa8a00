"""The menu サイネージ: displays with their health, playlists, and the way to pair a screen."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from cms.signage.models import Display, Playlist


class HealthColumn(Column):
    """Online, late or down, with a mark of its own shape beside the word."""

    def get_value(self, instance: Display) -> Any:
        """Return the health in words, linked to the display's page."""
        health = instance.health()
        mark = {"online": "●", "late": "◐", "down": "■", "revoked": "×"}.get(health, "○")
        style = "primary" if health == "online" else "secondary"
        return format_html(
            '<a href="{}"><span class="w-status w-status--{}">{} {}</span></a>',
            reverse("signage_display", args=[instance.pk]),
            style,
            mark,
            instance.health_text(),
        )


class DisplayViewSet(SnippetViewSet):
    """Displays. A new one comes from pairing a screen."""

    model = Display
    icon = "desktop"
    menu_label = _("Displays")
    list_display = [
        "name",
        HealthColumn("health", label=_("health")),
        DateColumn("last_seen", label=_("last seen"), sort_key="last_seen"),
        "place",
        "orientation",
        "playlist",
    ]
    list_filter = ["orientation", "playlist"]
    panels = [
        FieldPanel("name"),
        FieldPanel("place"),
        FieldRowPanel([FieldPanel("orientation"), FieldPanel("in_a_row")]),
        FieldPanel("languages"),
        FieldPanel("playlist"),
    ]


class PlaylistViewSet(SnippetViewSet):
    """Playlists."""

    model = Playlist
    icon = "list-ul"
    menu_label = _("Playlists")
    list_display = ["name", "kinds", "board", "turntable"]
    panels = [
        FieldPanel("name"),
        MultiFieldPanel(
            [FieldPanel("kinds"), FieldPanel("limit"), FieldPanel("tags")], heading=_("Joining by themselves")
        ),
        InlinePanel("entries", label=_("Chosen records"), panels=[FieldPanel("record")]),
        MultiFieldPanel(
            [FieldPanel("board"), FieldPanel("headline"), FieldPanel("turntable")], heading=_("Further slides")
        ),
    ]


class SignageGroup(SnippetViewSetGroup):
    """The menu サイネージ."""

    menu_label = _("Signage")
    menu_icon = "desktop"
    menu_order = 400
    items = (DisplayViewSet, PlaylistViewSet)

    def get_submenu_items(self) -> list[MenuItem]:
        """Return the lists and the page where a code is entered."""
        return [
            *super().get_submenu_items(),
            MenuItem(_("Pair a screen"), reverse("signage_pair_form"), icon_name="plus", order=300),
        ]
