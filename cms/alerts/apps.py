"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AlertsConfig(AppConfig):
    """What must be seen above everything else."""

    name = "cms.alerts"
    label = "cms_alerts"
    verbose_name = _("Alerts")
