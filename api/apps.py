"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApiConfig(AppConfig):
    """The API for phones and signs."""

    name = "api"
    label = "api"
    verbose_name = _("API")
