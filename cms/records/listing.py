"""The admin's lists of records: searched by name in any language, reading or romaji, drafts included."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import StatusTagColumn
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from cms.records.finding import named


class RecordIndexView(IndexView):  # type: ignore[misc]
    """A list whose search box uses our own index."""

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Return the rows that what was typed names."""
        return queryset.filter(uuid__in=named(self.search_query)) if self.is_searching else queryset


class RecordViewSet(SnippetViewSet):  # type: ignore[misc]
    """What the viewsets of all records share."""

    index_view_class = RecordIndexView


def status_column() -> StatusTagColumn:
    """Return the column that says live, draft, or live with a draft."""
    return StatusTagColumn(
        "status_string", label=_("State"), sort_key="live", primary=lambda instance: bool(instance.live)
    )
