"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FrontendConfig(AppConfig):
    """The visitor site."""

    name = "cms.frontend"
    label = "cms_frontend"
    verbose_name = _("Visitor site")
