"""What an administrator settles once for the whole site."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting
from wagtail.contrib.settings.registry import register_setting


@register_setting(icon="home")
class TownSettings(BaseGenericSetting):  # type: ignore[misc]
    """Site settings: which record the page of the lost building shows."""

    main_reconstruction = models.ForeignKey(
        "cms_records.Record",
        verbose_name=_("main reconstruction"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        limit_choices_to={"kind__in": ("place", "item"), "live": True},
        help_text=_("The place or item with the 3D model that the page “the keep” shows."),
    )

    panels = [FieldPanel("main_reconstruction")]

    class Meta:
        verbose_name = _("town")
