"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HealthConfig(AppConfig):
    """The probes."""

    name = "cms.health"
    label = "cms_health"
    verbose_name = _("Health")
