"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ToursConfig(AppConfig):
    """Places, events, tours and notices."""

    name = "tours"
    label = "tours"
    verbose_name = _("Tours")
