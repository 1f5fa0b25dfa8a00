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
        """Make the kinds known, let notices stand above every record, and end them on time."""
        from cms.publishing.loops import Periodic, add_periodic
        from cms.records.documents import add_enricher
        from tours.kinds import register_kinds
        from tours.notices.documents import enrich
        from tours.notices.services import tick
        from tours.receivers import connect

        register_kinds()
        add_enricher(enrich)
        connect()
        add_periodic("fast", Periodic("notices", 5, tick))
