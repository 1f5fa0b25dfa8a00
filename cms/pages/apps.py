"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    """Stories told by editors."""

    name = "cms.pages"
    label = "cms_pages"
    verbose_name = _("Pages")
