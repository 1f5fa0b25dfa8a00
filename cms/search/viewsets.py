"""Synonyms, and the searches that find little, in the admin."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import CreateView, IndexView, SnippetViewSet, SnippetViewSetGroup

from cms.languages.table import by_code
from cms.search.misses import shown
from cms.search.models import SearchMiss, SearchSynonym


class SynonymCreateView(CreateView):  # type: ignore[misc]
    """The form for a new synonym, begun with what a search that found little asked for."""

    def get_initial_form_instance(self) -> SearchSynonym:
        """Return a synonym with the words and language of the address, cut to what the fields hold."""
        asked = self.request.GET
        return SearchSynonym(term=asked.get("term", "")[:60], lang=asked.get("lang", "")[:12])


class LanguageColumn(Column):  # type: ignore[misc]
    """A language by its own name; every one where none is chosen."""

    def get_value(self, instance: SearchMiss | SearchSynonym) -> Any:
        """Return the name."""
        return by_code(instance.lang).native_name if instance.lang else _("every language")


class SynonymViewSet(SnippetViewSet):  # type: ignore[misc]
    """Words that visitors use for what we call otherwise."""

    model = SearchSynonym
    icon = "openquote"
    menu_label = _("Synonyms")
    menu_name = "search-synonyms"
    add_view_class = SynonymCreateView
    list_display = [
        "term",
        "also",
        LanguageColumn("lang", label=_("language")),
        BooleanColumn("active", label=_("in use")),
    ]
    list_filter = ["lang", "active"]
    list_per_page = 100
    search_fields = ["term", "also"]
    search_backend_name = None
    panels = [FieldRowPanel([FieldPanel("term"), FieldPanel("also")]), FieldPanel("lang"), FieldPanel("active")]


class StepsColumn(Column):  # type: ignore[misc]
    """One click to a synonym for the words of a row, and one to what they find and why."""

    def get_value(self, instance: SearchMiss) -> Any:
        """Return the links."""
        address = reverse(SynonymViewSet().get_url_name("add"))
        query = urlencode({"term": instance.query, "lang": instance.lang})
        asked = urlencode({"q": instance.query, "lang": instance.lang})
        return format_html(
            '<a class="button button-small" href="{}?{}">{}</a> '
            '<a class="button button-small button-secondary" href="{}?{}">{}</a>',
            *(address, query, _("Add a synonym"), reverse("search_why"), asked, _("What is found")),
        )


class MissIndexView(IndexView):  # type: ignore[misc]
    """The report without boxes to tick: there is nothing to be done with several at once."""

    @property
    def columns(self) -> list[Column]:  # type: ignore[override]
        """Return the columns behind the first, which ticks."""
        return IndexView.columns.func(self)[1:]  # type: ignore[no-any-return]


class ReadOnlyPolicy(ModelPermissionPolicy):  # type: ignore[misc]
    """Nobody adds, changes or deletes a count."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Return whether the user may look."""
        return action in {"view", "any"} and super().user_has_permission(user, "view")

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        """Return whether the user may look, where looking is among what is asked."""
        return bool({"view", "any"} & set(actions)) and super().user_has_permission(user, "view")


class MissViewSet(SnippetViewSet):  # type: ignore[misc]
    """Queries that found nothing or little, asked five times or more."""

    model = SearchMiss
    icon = "search"
    menu_label = _("Searches that find little")
    menu_name = "search-misses"
    index_view_class = MissIndexView
    list_display = [
        *("query", LanguageColumn("lang", label=_("language")), "count", "found", "last"),
        StepsColumn("steps", label=_("What to do")),
    ]
    list_filter = ["lang"]
    list_per_page = 100
    copy_view_enabled = False
    inspect_view_enabled = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[SearchMiss]:
        """Return what has been asked often enough to tell of nobody."""
        return shown()


class SearchWordsGroup(SnippetViewSetGroup):  # type: ignore[misc]
    """The menu of search words."""

    items = (SynonymViewSet, MissViewSet)
    menu_icon = "search"
    menu_label = _("Search words")
    menu_name = "search-words"
