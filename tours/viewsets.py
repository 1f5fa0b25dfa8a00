"""The admin's lists and forms of places, events, tours and notices."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from cms.media.meshes.widgets import AssetSelect
from cms.publishing.panels import WherePanel
from cms.records.listing import RecordViewSet
from cms.records.panels import ADMINISTRATION
from tours.models import Event, Notice, Place, Tour
from tours.opening_form import OpeningWidget


class PlaceViewSet(RecordViewSet):
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
                        [
                            FieldRowPanel([FieldPanel("lat"), FieldPanel("lon"), FieldPanel("accuracy_m")]),
                            FieldPanel("position_source"),
                        ],
                        heading=_("Position"),
                    ),
                    FieldPanel("address"),
                    FieldPanel("access"),
                    FieldPanel("opening", widget=OpeningWidget),
                    FieldPanel("opening_note"),
                    FieldPanel("opening_certainty"),
                    FieldRowPanel(
                        [FieldPanel("price_adult"), FieldPanel("price_child"), FieldPanel("price_certainty")]
                    ),
                    FieldPanel("price_note"),
                    FieldPanel("designations"),
                    FieldPanel("seasons"),
                    FieldPanel("asset", widget=AssetSelect),
                    InlinePanel("facilities", label=_("Facilities")),
                    InlinePanel("fact_rows", label=_("Facts")),
                    InlinePanel("contacts", label=_("Contacts")),
                    InlinePanel("relations", label=_("Related")),
                    InlinePanel("sources", label=_("Sources")),
                ],
                heading=_("Facts"),
            ),
            ObjectList(ADMINISTRATION, heading=_("Administration")),
            ObjectList([WherePanel()], heading=_("Where is it now")),
        ]
    )


class EventViewSet(RecordViewSet):
    """Events."""

    model = Event
    icon = "date"
    menu_label = _("Events")
    list_display = ["__str__", "slug", "status", "live"]
    list_filter = ["status", "live", "owner"]
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("name"),
                    FieldPanel("reading"),
                    FieldPanel("short"),
                    InlinePanel("dates", label=_("Dates")),
                    FieldPanel("schedule"),
                    FieldPanel("place"),
                    FieldPanel("text"),
                    FieldPanel("body"),
                    InlinePanel("images", label=_("Images")),
                ],
                heading=_("Text"),
            ),
            ObjectList(
                [
                    FieldRowPanel([FieldPanel("category"), FieldPanel("tags")]),
                    FieldRowPanel([FieldPanel("status"), FieldPanel("certainty")]),
                    FieldPanel("price_note"),
                    FieldPanel("seasons"),
                    InlinePanel("relations", label=_("Related")),
                    InlinePanel("sources", label=_("Sources")),
                ],
                heading=_("Facts"),
            ),
            ObjectList(ADMINISTRATION, heading=_("Administration")),
            ObjectList([WherePanel()], heading=_("Where is it now")),
        ]
    )


class TourViewSet(RecordViewSet):
    """Tours."""

    model = Tour
    icon = "list-ol"
    menu_label = _("Tours")
    list_display = ["__str__", "slug", "live"]
    list_filter = ["live", "owner"]
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("name"),
                    FieldPanel("reading"),
                    FieldPanel("short"),
                    FieldPanel("text"),
                    FieldPanel("body"),
                    FieldPanel("duration_minutes"),
                    FieldPanel("tags"),
                    FieldPanel("seasons"),
                    InlinePanel("images", label=_("Images")),
                ],
                heading=_("Text"),
            ),
            ObjectList([InlinePanel("stops", label=_("Stops"))], heading=_("Stops")),
            ObjectList(ADMINISTRATION, heading=_("Administration")),
            ObjectList([WherePanel()], heading=_("Where is it now")),
        ]
    )


class NoticeViewSet(RecordViewSet):
    """Notices: the long form; the short one for a phone is `tours.notices.views`."""

    model = Notice
    icon = "warning"
    menu_label = _("Notices")
    list_display = ["__str__", "level", "starts", "expires", "live", "reviewed_at"]
    list_filter = ["notice_kind", "level", "live"]
    panels = [
        FieldRowPanel([FieldPanel("notice_kind"), FieldPanel("level")]),
        InlinePanel("records", label=_("What it is about")),
        FieldRowPanel([FieldPanel("starts"), FieldPanel("expires")]),
        FieldRowPanel([FieldPanel("new_time"), FieldPanel("new_place")]),
        FieldPanel("message"),
    ]


class SightseeingGroup(SnippetViewSetGroup):
    """The menu 観光."""

    menu_label = _("Sightseeing")
    menu_icon = "site"
    menu_order = 100
    items = (PlaceViewSet, EventViewSet, TourViewSet, NoticeViewSet)
