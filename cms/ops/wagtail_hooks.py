"""What operating adds to the admin."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.ui.components import Component


class DemoPanel(Component):
    """Says on the admin's first page that this installation is a demo."""

    name = "demo"
    template_name = "cms_ops/demo_panel.html"
    order = 10

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """Give the template what it says."""
        return {"data": settings.DATA_DIR}


@hooks.register("construct_homepage_panels")
def say_that_it_is_a_demo(request: HttpRequest, panels: list[Component]) -> None:
    """Put the panel first under the profile `run`."""
    if settings.PROFILE == "run":
        panels.insert(0, DemoPanel())
