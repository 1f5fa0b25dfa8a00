"""The admin's lists and forms of places, events, tours and notices."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from cms.publishing.panels import WherePanel
from cms.records.listing import RecordViewSet, status_column
from cms.records.panels import facts_tab, pair, record_form, seasons_panel, tags_panel, text_tab
from cms.records.row_forms import RowsPanel
from tours.models import CityHoliday, Event, Notice, Place, Tour
from tours.opening_form import OpeningWidget


class PlaceViewSet(RecordViewSet):
    """Places."""

    model = Place
    icon = "site"
    menu_label = _("Places")
    list_display = ["__str__", "category", "owner", "confirm_by", status_column()]
    list_filter = ["category", "live", "owner"]
    edit_handler = record_form(
        text_tab(),
        facts_tab(
            MultiFieldPanel([pair("lat", "lon", "accuracy_m"), FieldPanel("position_source")], heading=_("Position")),
            FieldPanel("address"),
            FieldPanel("access"),
            MultiFieldPanel(
                [
                    FieldPanel("opening", widget=OpeningWidget),
                    FieldPanel("opening_note"),
                    FieldPanel("opening_certainty"),
                ],
                heading=_("Opening hours"),
            ),
            MultiFieldPanel(
                [pair("price_adult", "price_child", "price_certainty"), FieldPanel("price_note")], heading=_("Prices")
            ),
            FieldPanel("designations"),
            seasons_panel(),
            asset=True,
            rows=[
                RowsPanel("facilities", label=_("Facilities")),
                RowsPanel("fact_rows", label=_("Facts")),
                RowsPanel("contacts", label=_("Contacts")),
            ],
        ),
        where=WherePanel(),
    )


class EventViewSet(RecordViewSet):
    """Events."""

    model = Event
    icon = "date"
    menu_label = _("Events")
    list_display = ["__str__", "place", "status", "owner", status_column()]
    list_filter = ["status", "live", "owner"]
    edit_handler = record_form(
        text_tab(after_short=[RowsPanel("dates", label=_("Dates")), FieldPanel("schedule"), FieldPanel("place")]),
        facts_tab(pair("status", "certainty"), FieldPanel("price_note"), seasons_panel()),
        where=WherePanel(),
    )


class TourViewSet(RecordViewSet):
    """Tours."""

    model = Tour
    icon = "list-ol"
    menu_label = _("Tours")
    list_display = ["__str__", "duration_minutes", "owner", status_column()]
    list_filter = ["live", "owner"]
    edit_handler = record_form(
        text_tab(last=[FieldPanel("duration_minutes"), tags_panel(), seasons_panel()]),
        ObjectList([RowsPanel("stops", label=_("Stops"))], heading=_("Stops")),
        where=WherePanel(),
    )


class NoticeViewSet(RecordViewSet):
    """Notices: the long form; the short one for a phone is `tours.notices.views`."""

    model = Notice
    icon = "warning"
    menu_label = _("Notices")
    list_display = [
        "__str__",
        Column("about", label=_("What it is about")),
        "level",
        "starts",
        "expires",
        "reviewed_at",
        status_column(),
    ]
    list_filter = ["notice_kind", "level", "live"]
    panels = [
        FieldRowPanel([FieldPanel("notice_kind"), FieldPanel("level")]),
        RowsPanel("records", label=_("What it is about")),
        FieldRowPanel([FieldPanel("starts"), FieldPanel("expires")]),
        FieldRowPanel([FieldPanel("new_time"), FieldPanel("new_place")]),
        FieldPanel("message"),
        WherePanel(heading=_("Where is it now")),
    ]


class CityHolidayViewSet(SnippetViewSet):
    """Days on which the city differs from the national calendar."""

    model = CityHoliday
    icon = "calendar-alt"
    menu_label = _("Holidays of the city")
    list_display = ["day", "name", "counts_as"]
    list_filter = ["counts_as"]
    panels = [
        HelpPanel(
            _(
                "National holidays are known by themselves. Add a day here only where the city differs; what is open is "
                "worked out anew at once. A place that closes on one certain day has an exception in its own hours."
            )
        ),
        FieldPanel("day"),
        FieldPanel("counts_as"),
        FieldPanel("name"),
    ]


class SightseeingGroup(SnippetViewSetGroup):
    """The menu 観光."""

    menu_label = _("Sightseeing")
    menu_icon = "site"
    menu_order = 100
    items = (PlaceViewSet, EventViewSet, TourViewSet, NoticeViewSet, CityHolidayViewSet)
