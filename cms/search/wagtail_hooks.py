"""Registration only."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from cms.search.admin_views import state, why
from cms.search.models import SearchMiss
from cms.search.viewsets import ReadOnlyPolicy, SearchWordsGroup

register_permission_policy(SearchMiss, ReadOnlyPolicy(SearchMiss))
register_snippet(SearchWordsGroup)


@hooks.register("register_admin_urls")  # type: ignore[untyped-decorator]
def admin_urls() -> list[URLPattern]:
    """Return the addresses of the pages that explain searches and say how search stands."""
    return [
        path("search-words/why/", why, name="search_why"),
        path("search-words/state/", state, name="search_state"),
    ]


class SearchMenuItem(MenuItem):  # type: ignore[misc]
    """Shown to those who may open it."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether the page would open."""
        return bool(request.user.has_perm("cms_search.view_searchsynonym"))


@hooks.register("register_reports_menu_item")  # type: ignore[untyped-decorator]
def why_item() -> MenuItem:
    """Put the page among the reports."""
    return SearchMenuItem(_("Why search finds what"), reverse_lazy("search_why"), name="search-why", icon_name="search")


@hooks.register("register_reports_menu_item")  # type: ignore[untyped-decorator]
def state_item() -> MenuItem:
    """Put the page about the engine beside it."""
    return SearchMenuItem(_("State of search"), reverse_lazy("search_state"), name="search-state", icon_name="search")
