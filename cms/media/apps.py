"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MediaConfig(AppConfig):
    """Images, documents, captions, and how public files are served."""

    name = "cms.media"
    label = "cms_media"
    verbose_name = _("Media")
