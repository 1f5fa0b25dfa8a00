"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OpsConfig(AppConfig):
    """The commands of an operator."""

    name = "cms.ops"
    label = "cms_ops"
    verbose_name = _("Operation")
