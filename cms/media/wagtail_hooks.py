"""Registration only."""

from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from cms.media.deepzoom import urls as zoom_urls
from cms.media.meshes import urls
from cms.media.meshes.permissions import ADD


class MayAddMedia(MenuItem):
    """Shown to whoever may add images."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Tell whether the user may add media."""
        return bool(request.user.has_perm(ADD))


@hooks.register("register_admin_urls")  # type: ignore[untyped-decorator]
def mesh_urls() -> list[Any]:
    """Put the views of 3D models and of pictures for deep zoom into the admin."""
    return [path("", include(urls)), path("", include(zoom_urls))]


@hooks.register("register_admin_menu_item")  # type: ignore[untyped-decorator]
def media_menu() -> MenuItem:
    """Add the menu メディア."""
    items = [
        MayAddMedia(_("Images"), reverse("wagtailimages:index"), icon_name="image", order=10),
        MayAddMedia(_("3D models"), reverse("mesh_index"), icon_name="view", order=20),
        MayAddMedia(_("Pictures for deep zoom"), reverse("zoom_index"), icon_name="crop", order=25),
        MayAddMedia(_("Documents"), reverse("wagtaildocs:index"), icon_name="doc-full-inverse", order=30),
    ]
    return SubmenuMenuItem(
        _("Media"), Menu(register_hook_name="register_media_menu_item", items=items), icon_name="image", order=120
    )


@hooks.register("construct_main_menu")  # type: ignore[untyped-decorator]
def hide_plain_entries(request: HttpRequest, items: list[MenuItem]) -> None:
    """Keep images and documents in one menu instead of three."""
    items[:] = [item for item in items if item.name not in {"images", "documents"}]
