"""Images and documents with what a museum must know of them: credit, licence, date, words for those who cannot see."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.search import index

from cms.languages.fields import LocalizedTextField
from cms.media.rights import LICENCES
from media_pipeline.models import Asset


class KakuzanImage(AbstractImage):
    """A picture whose original stays private; visitors get renditions."""

    alt = LocalizedTextField(
        _("alternative text"), blank=True, help_text=_("What the picture shows, for those who cannot see it.")
    )
    credit = models.CharField(
        _("credit"), max_length=255, blank=True, help_text=_("Whom to name, as it is to be printed.")
    )
    licence = models.CharField(_("licence"), max_length=32, choices=LICENCES, default="unknown")
    captured = models.DateField(_("date taken"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=255, blank=True)

    search_fields = [
        *AbstractImage.search_fields,
        index.SearchField("alt"),
        index.AutocompleteField("alt"),
        index.SearchField("credit"),
    ]

    admin_form_fields = (
        "title",
        "file",
        "alt",
        "credit",
        "licence",
        "captured",
        "source",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")

    @property
    def default_alt_text(self) -> str:
        """The alternative text in the source language, for Wagtail's own previews."""
        return self.alt.text("ja") or self.title


class KakuzanRendition(AbstractRendition):
    """A public size of an image."""

    image = models.ForeignKey(KakuzanImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)


class KakuzanDocument(AbstractDocument):
    """A file for reading; private until it is part of something published."""

    admin_form_fields = WagtailDocument.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")


class Annotation(models.Model):
    """A text at a point of a 3D model, and a stop of the walk around it.

    The point, the surface's normal there and the eye from which it is looked at are metres in the frame that all levels and
    versions share (Y up, origin at the centre of the base), so that a new version keeps its annotations.
    """

    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="+", editable=False)
    order = models.PositiveSmallIntegerField(_("order"), default=1, help_text=_("Its place in the walk around."))
    title = LocalizedTextField(_("title"), max_chars=40)
    text = LocalizedTextField(_("text"), blank=True, max_chars=200, rows=3)
    x = models.FloatField()
    y = models.FloatField()
    z = models.FloatField()
    normal = models.JSONField(default=list, blank=True)
    eye = models.JSONField(null=True, blank=True)

    class Meta:
        verbose_name = _("annotation")
        verbose_name_plural = _("annotations")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.title.text("ja")
