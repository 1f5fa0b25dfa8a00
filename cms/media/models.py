"""Images and documents with what a museum must know of them: credit, licence, date, words for those who cannot see."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument
from wagtail.images.models import AbstractImage, AbstractRendition

from cms.languages.fields import LocalizedTextField
from cms.media.rights import LICENCES


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
