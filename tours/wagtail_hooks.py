"""Registration only."""

from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from tours.notices import urls
from tours.notices.views import PUBLISH
from tours.opening_form import preview
from tours.viewsets import SightseeingGroup

register_snippet(SightseeingGroup)


class AnnounceItem(MenuItem):
    """The clerk's short form, first in the menu of whoever may publish notices."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Tell whether the user may publish notices."""
        return bool(request.user.has_perm(PUBLISH))


@hooks.register("register_admin_urls")  # type: ignore[untyped-decorator]
def announce_urls() -> list[Any]:
    """Put the short form into the admin."""
    return [path("", include(urls)), path("opening/preview/", preview, name="opening_preview")]


@hooks.register("register_admin_menu_item")  # type: ignore[untyped-decorator]
def announce_item() -> MenuItem:
    """Add "What is different today?" above everything else."""
    return AnnounceItem(_("Today's notice"), reverse("notice_announce"), icon_name="warning", order=5)
