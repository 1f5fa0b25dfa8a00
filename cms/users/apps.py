"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UsersConfig(AppConfig):
    """People who work with the system."""

    name = "cms.users"
    label = "cms_users"
    verbose_name = _("Users")
