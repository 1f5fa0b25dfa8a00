"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AdminSearchConfig(AppConfig):
    """Search over what the admin lists, drafts included."""

    name = "cms.adminsearch"
    label = "cms_adminsearch"
    verbose_name = _("Search in the admin")
    default_auto_field = "django.db.models.BigAutoField"
