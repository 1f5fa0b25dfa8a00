"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublishingConfig(AppConfig):
    """What visitors read: documents made from records and pages."""

    name = "cms.publishing"
    label = "cms_publishing"
    verbose_name = _("Publishing")

    def ready(self) -> None:
        """Listen to what is published and taken back, and drain the outbox in the fast worker."""
        from django.core.management import call_command

        from cms.publishing.loops import Periodic, add_periodic, add_stop_hook
        from cms.publishing.moments import pass_moments
        from cms.publishing.nightly import roll_when_due
        from cms.publishing.receivers import connect
        from cms.publishing.services import drain
        from media_pipeline.jobs.beat import STOPPING
        from media_pipeline.jobs.garbage import collect_all
        from media_pipeline.jobs.worker import work_once

        connect()
        add_periodic("fast", Periodic("outbox", 0.5, drain))
        add_periodic("fast", Periodic("moments", 1.0, pass_moments))
        add_periodic("fast", Periodic("nightly", 30, roll_when_due))
        add_periodic("media", Periodic("pipeline jobs", 1.0, work_once))
        add_periodic("media", Periodic("pipeline garbage", 6 * 3600, collect_all))
        add_stop_hook(STOPPING.set)
        add_periodic("fast", Periodic("scheduled", 60, lambda: call_command("publish_scheduled", verbosity=0)))
