"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LanguagesConfig(AppConfig):
    """Languages, texts in several of them, readings."""

    name = "cms.languages"
    label = "cms_languages"
    verbose_name = _("Languages")
