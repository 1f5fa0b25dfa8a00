"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecordsConfig(AppConfig):
    """One row per thing of any kind."""

    name = "cms.records"
    label = "cms_records"
    verbose_name = _("Records")
