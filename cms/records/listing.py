"""The admin's lists of records: searched by name in any language, reading or romaji, drafts included."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import StatusTagColumn
from wagtail.search.backends import get_search_backend
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet


class RecordIndexView(IndexView):  # type: ignore[misc]
    """A list whose search box keeps every filter and ordering: not those alone that the model declares for searching."""

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Return the rows that what was typed names, in the order asked for or the best first."""
        if not self.is_searching:
            return queryset
        found = get_search_backend().autocomplete(self.search_query, queryset.model).get_queryset()
        if self.is_explicitly_ordered:
            return queryset.filter(pk__in=found.order_by().values("pk"))
        return found.filter(pk__in=queryset.order_by().values("pk"))


class RecordViewSet(SnippetViewSet):  # type: ignore[misc]
    """What the viewsets of all records share."""

    index_view_class = RecordIndexView


def status_column() -> StatusTagColumn:
    """Return the column that says live, draft, or live with a draft."""
    return StatusTagColumn(
        "status_string", label=_("State"), sort_key="live", primary=lambda instance: bool(instance.live)
    )
