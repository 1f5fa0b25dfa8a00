"""A sight as a page, with the members that a row of our list has."""

from __future__ import annotations

from django.db import models
from wagtail.api import APIField
from wagtail.images.api.fields import ImageRenditionField
from wagtail.models import Page


class SpotPage(Page):
    """Category by foreign key, picture by foreign key, position."""

    category = models.ForeignKey("cms_records.Category", null=True, on_delete=models.SET_NULL, related_name="+")
    hero = models.ForeignKey("cms_media.KakuzanImage", null=True, on_delete=models.SET_NULL, related_name="+")
    lat = models.FloatField()
    lon = models.FloatField()
    short = models.CharField(max_length=60)

    api_fields = [
        APIField("short"),
        APIField("lat"),
        APIField("lon"),
        APIField("category_name"),
        APIField("thumbnail", serializer=ImageRenditionField("width-400", source="hero")),
    ]

    @property
    def category_name(self) -> str:
        """The category's name in Japanese."""
        return self.category.name.text("ja") if self.category else ""
