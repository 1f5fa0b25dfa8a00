"""The form that all kinds of record share: each kind says only what is its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList, TabbedInterface

from cms.media.meshes.widgets import AssetSelect
from cms.records.row_forms import RowsPanel
from cms.records.widgets import SEASON_CHOICES, JsonChoices, ManyChoices

Panels = Sequence[Any]
ADMINISTRATION: Final[list[Any]] = [
    FieldPanel("slug"),
    FieldPanel("ucode"),
    FieldPanel("owner"),
    FieldPanel("confirm_by"),
    FieldPanel("rank"),
    FieldPanel("restricted"),
]


def record_form(text: ObjectList, *tabs: ObjectList, where: Any) -> TabbedInterface:
    """Return the form of a kind: its words, its own tabs, who looks after it, and `where` it is to be seen now."""
    return TabbedInterface(
        [
            text,
            *tabs,
            ObjectList(ADMINISTRATION, heading=_("Administration")),
            ObjectList([where], heading=_("Where is it now")),
        ]
    )


def text_tab(*, first: Panels = (), after_short: Panels = (), last: Panels = ()) -> ObjectList:
    """Return the tab of a record's words and pictures; a kind's own panels stand first, after the short text, or last."""
    return ObjectList(
        [
            *first,
            FieldPanel("name"),
            FieldPanel("reading"),
            FieldPanel("short"),
            *after_short,
            FieldPanel("text"),
            FieldPanel("body"),
            *last,
            RowsPanel("names", label=_("Other names")),
            RowsPanel("images", label=_("Images")),
        ],
        heading=_("Text"),
    )


def facts_tab(*own: Any, asset: bool = False, rows: Panels = ()) -> ObjectList:
    """Return the tab of facts: category and tags first, then the kind's own, then the rows that most kinds have."""
    return ObjectList(
        [
            FieldPanel("category"),
            tags_panel(),
            *own,
            *([FieldPanel("asset", widget=AssetSelect)] if asset else []),
            *rows,
            RowsPanel("relations", label=_("Related")),
            RowsPanel("sources", label=_("Sources")),
        ],
        heading=_("Facts"),
    )


def tags_panel() -> FieldPanel:
    """Return the tags as boxes to tick: a list that wants the Ctrl key loses the others at a careless click."""
    return FieldPanel("tags", widget=ManyChoices)


def seasons_panel() -> FieldPanel:
    """Return the seasons as four boxes to tick."""
    return FieldPanel("seasons", widget=JsonChoices(choices=SEASON_CHOICES))


def pair(*names: str) -> FieldRowPanel:
    """Return fields side by side."""
    return FieldRowPanel([FieldPanel(name) for name in names])
