"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LanguagesConfig(AppConfig):
    """Languages, texts in several of them, readings."""

    name = "cms.languages"
    label = "cms_languages"
    verbose_name = _("Languages")

    def ready(self) -> None:
        """Let the revision compare view show texts language by language."""
        from wagtail.admin.compare import register_comparison_class

        from cms.languages.comparison import LocalizedComparison
        from cms.languages.fields import LocalizedTextField

        register_comparison_class(LocalizedTextField, comparison_class=LocalizedComparison)
