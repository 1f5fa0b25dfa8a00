"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SignageConfig(AppConfig):
    """Displays, their programme and their player."""

    name = "cms.signage"
    label = "cms_signage"
    verbose_name = _("Signage")
