"""The admin's lists and forms of the collection."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from cms.publishing.panels import WherePanel
from cms.records.listing import RecordViewSet, status_column
from cms.records.panels import facts_tab, pair, record_form, text_tab
from cms.records.row_forms import RowsPanel
from museum.models import Item


class ItemViewSet(RecordViewSet):
    """Collection items."""

    model = Item
    icon = "doc-full"
    menu_label = _("Collection items")
    list_display = ["__str__", "accession_number", "category", "owner", status_column()]
    list_filter = ["category", "live", "rights", "demonstration", "owner"]
    edit_handler = record_form(
        text_tab(first=[FieldPanel("accession_number")]),
        facts_tab(
            MultiFieldPanel([FieldPanel("date_text"), pair("date_earliest", "date_latest")], heading=_("Date")),
            FieldPanel("medium"),
            FieldPanel("dimensions"),
            FieldPanel("rights"),
            FieldPanel("credit"),
            MultiFieldPanel(
                [
                    FieldPanel("display_place"),
                    FieldPanel("display_gallery"),
                    FieldPanel("display_case"),
                    FieldPanel("storage_location"),
                ],
                heading=_("Where it is"),
            ),
            FieldPanel("demonstration"),
            asset=True,
            rows=[RowsPanel("former_numbers", label=_("Former numbers"))],
        ),
        where=WherePanel(),
    )


class CollectionGroup(SnippetViewSetGroup):
    """The menu 収蔵品."""

    menu_label = _("Museum collection")
    menu_icon = "doc-full"
    menu_order = 110
    items = (ItemViewSet,)
