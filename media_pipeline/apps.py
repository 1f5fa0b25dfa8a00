"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PipelineConfig(AppConfig):
    """Meshes and images in, derivatives and a manifest out."""

    name = "media_pipeline"
    label = "media_pipeline"
    verbose_name = _("Media pipeline")
