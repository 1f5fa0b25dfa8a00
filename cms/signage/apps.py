"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SignageConfig(AppConfig):
    """Displays, their programme and their player."""

    name = "cms.signage"
    label = "cms_signage"
    verbose_name = _("Signage")

    def ready(self) -> None:
        """Let the fast worker forget old pairing codes."""
        from cms.publishing.loops import Periodic, add_periodic
        from cms.signage.services import forget_expired

        add_periodic("fast", Periodic("pairings", 600, forget_expired))
