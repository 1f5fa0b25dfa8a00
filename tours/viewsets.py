"""The admin's lists and forms of places, events, tours and notices."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from tours.models import Place

ADMINISTRATION: list[Any] = [
    FieldPanel("slug"),
    FieldPanel("ucode"),
    FieldPanel("owner"),
    FieldPanel("confirm_by"),
    FieldPanel("rank"),
    FieldPanel("restricted"),
]


class PlaceViewSet(SnippetViewSet):
    """Places."""

    model = Place
    icon = "site"
    menu_label = _("Places")
    list_display = ["__str__", "slug", "category", "live"]
    list_filter = ["category", "live", "owner"]
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("name"),
                    FieldPanel("reading"),
                    FieldPanel("short"),
                    FieldPanel("text"),
                    FieldPanel("body"),
                    InlinePanel("images", label=_("Images")),
                ],
                heading=_("Text"),
            ),
            ObjectList(
                [
                    FieldRowPanel([FieldPanel("category"), FieldPanel("tags")]),
                    MultiFieldPanel(
                        [FieldRowPanel([FieldPanel("lat"), FieldPanel("lon"), FieldPanel("accuracy_m")]), FieldPanel("position_source")],
                        heading=_("Position"),
                    ),
                    FieldPanel("address"),
                    FieldPanel("access"),
                    FieldPanel("opening"),
                    FieldPanel("opening_note"),
                    FieldPanel("opening_certainty"),
                    FieldRowPanel([FieldPanel("price_adult"), FieldPanel("price_child"), FieldPanel("price_certainty")]),
                    FieldPanel("price_note"),
                    FieldPanel("designations"),
                    FieldPanel("seasons"),
                    FieldPanel("asset"),
                    InlinePanel("facilities", label=_("Facilities")),
                    InlinePanel("fact_rows", label=_("Facts")),
                    InlinePanel("contacts", label=_("Contacts")),
                    InlinePanel("relations", label=_("Related")),
                    InlinePanel("sources", label=_("Sources")),
                ],
                heading=_("Facts"),
            ),
            ObjectList(ADMINISTRATION, heading=_("Administration")),
        ]
    )


class SightseeingGroup(SnippetViewSetGroup):
    """The menu 観光."""

    menu_label = _("Sightseeing")
    menu_icon = "site"
    menu_order = 100
    items = (PlaceViewSet,)
