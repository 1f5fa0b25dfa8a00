"""A sight as a page, with the members that a row of our list has, and two with the texts that our search reads."""

from __future__ import annotations

from django.db import models
from wagtail.api import APIField
from wagtail.images.api.fields import ImageRenditionField
from wagtail.models import Page
from wagtail.search import index


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


class Tagged(models.Model):
    """A tag as one would have it."""

    slug = models.SlugField(unique=True)

    def __str__(self) -> str:
        return self.slug


class ToldThing(index.Indexed, models.Model):
    """What a document says, for the search that comes with Wagtail: fields and boosts as its manual shows them."""

    lang = models.CharField(max_length=12)
    slug = models.CharField(max_length=100)
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=250)
    keys = models.TextField()
    text = models.TextField()
    tags = models.ManyToManyField(Tagged)

    search_fields = [
        index.SearchField("name", boost=10),
        index.SearchField("keys", boost=5),
        index.SearchField("text"),
        index.FilterField("lang"),
        index.FilterField("kind"),
        index.FilterField("tags"),
    ]

    def __str__(self) -> str:
        return self.name
