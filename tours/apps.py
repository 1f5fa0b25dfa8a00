"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ToursConfig(AppConfig):
    """Places, events, tours and notices."""

    name = "tours"
    label = "tours"
    verbose_name = _("Tours")

    def ready(self) -> None:
        """Make the kinds known."""
        from tours.kinds import register_kinds

        register_kinds()
