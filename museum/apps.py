"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MuseumConfig(AppConfig):
    """Collection items."""

    name = "museum"
    label = "museum"
    verbose_name = _("Museum")

    def ready(self) -> None:
        """Make the kind known."""
        from museum.kinds import register_kinds

        register_kinds()
