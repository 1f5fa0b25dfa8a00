"""Registration only."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.ui.components import Component

from cms.pages.gaps import gaps


class GapsPanel(Component):  # type: ignore[misc]
    """The panel “stale and missing” on the admin's first page."""

    name = "gaps"
    template_name = "cms_pages/gaps_panel.html"
    order = 110

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """Give the template the list."""
        return {"gaps": gaps()}


@hooks.register("construct_homepage_panels")  # type: ignore[untyped-decorator]
def show_gaps(request: HttpRequest, panels: list[Component]) -> None:
    """Show translators what waits for them."""
    panels.append(GapsPanel())


@hooks.register("register_icons")  # type: ignore[untyped-decorator]
def icons(known: list[str]) -> list[str]:
    """Add the icon of the 3D block."""
    return [*known, "cms_pages/icons/kakuzan-cube.svg"]
