"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublishingConfig(AppConfig):
    """What visitors read: documents made from records and pages."""

    name = "cms.publishing"
    label = "cms_publishing"
    verbose_name = _("Publishing")
