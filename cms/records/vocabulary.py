"""Controlled, translatable words: tags for every kind, categories for one kind each."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from cms.languages.fields import LocalizedTextField
from cms.records.forms import RecordForm
from cms.records.models import SLUG


class Tag(index.Indexed, models.Model):
    """A theme such as castle, cherry blossom or easy access; the same list for all kinds."""

    slug = models.CharField(_("code"), max_length=60, unique=True, validators=[SLUG])
    name = LocalizedTextField(_("name"), max_chars=20)
    is_theme = models.BooleanField(
        _("theme for planning"), default=False, help_text=_("Shown as a theme before the trip.")
    )

    base_form_class = RecordForm
    search_fields = [index.SearchField("slug"), index.AutocompleteField("name")]

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["slug"]

    def __str__(self) -> str:
        return str(self.name) or self.slug


class Category(index.Indexed, models.Model):
    """What a thing is, within its kind: a castle, a museum, a falls; a hanging scroll, a model."""

    kind = models.CharField(
        _("kind"), max_length=16, choices=[("place", _("place")), ("item", _("item")), ("event", _("event"))]
    )
    slug = models.CharField(_("code"), max_length=60, validators=[SLUG])
    name = LocalizedTextField(_("name"), max_chars=20)

    base_form_class = RecordForm
    search_fields = [index.SearchField("slug"), index.AutocompleteField("name")]

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["kind", "slug"]
        constraints = [models.UniqueConstraint(fields=["kind", "slug"], name="category_once_per_kind")]

    def __str__(self) -> str:
        return str(self.name) or self.slug
