"""The admin's lists and forms of the collection."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from cms.media.meshes.widgets import AssetSelect
from cms.publishing.panels import WherePanel
from cms.records.listing import RecordViewSet
from cms.records.panels import ADMINISTRATION
from museum.models import Item


class ItemViewSet(RecordViewSet):
    """Collection items."""

    model = Item
    icon = "doc-full"
    menu_label = _("Collection items")
    list_display = ["__str__", "accession_number", "category", "live"]
    list_filter = ["category", "live", "rights", "demonstration", "owner"]
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("accession_number"),
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
                            FieldPanel("date_text"),
                            FieldRowPanel([FieldPanel("date_earliest"), FieldPanel("date_latest")]),
                        ],
                        heading=_("Date"),
                    ),
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
                    FieldPanel("asset", widget=AssetSelect),
                    InlinePanel("relations", label=_("Related")),
                    InlinePanel("sources", label=_("Sources")),
                ],
                heading=_("Facts"),
            ),
            ObjectList(ADMINISTRATION, heading=_("Administration")),
            ObjectList([WherePanel()], heading=_("Where is it now")),
        ]
    )


class CollectionGroup(SnippetViewSetGroup):
    """The menu 収蔵品."""

    menu_label = _("Museum collection")
    menu_icon = "doc-full"
    menu_order = 110
    items = (ItemViewSet,)
