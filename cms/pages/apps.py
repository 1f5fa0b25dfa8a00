"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    """Stories told by editors."""

    name = "cms.pages"
    label = "cms_pages"
    verbose_name = _("Pages")

    def ready(self) -> None:
        """Make stories and topics known, and follow what happens to pages."""
        from cms.pages import checks  # noqa: F401 - registers them
        from cms.pages.kinds import register_kinds
        from cms.pages.receivers import connect

        register_kinds()
        connect()
