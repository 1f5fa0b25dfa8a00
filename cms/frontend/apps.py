"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FrontendConfig(AppConfig):
    """The visitor site."""

    name = "cms.frontend"
    label = "cms_frontend"
    verbose_name = _("Visitor site")

    def ready(self) -> None:
        """Let previews be drawn with the visitors' own templates."""
        from cms.frontend.previews import home_view, page_context
        from cms.pages.preview import set_home_view
        from cms.records.preview import set_page_context

        set_page_context(page_context)
        set_home_view(home_view)
