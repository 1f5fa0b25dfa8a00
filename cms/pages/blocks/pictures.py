"""Blocks of pictures."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import BooleanBlock, CharBlock, ListBlock, StructBlock
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageChooserBlock

from cms.languages.values import LocalizedValue
from cms.media.pictures import picture
from cms.pages.blocks.base import Previewed
from cms.records.documents import Draft


class PictureBlock(Previewed, StructBlock):  # type: ignore[misc]
    """A picture with words for those who cannot see it; the credit is the image's own."""

    image = ImageChooserBlock(label=_("Image"))
    alt = CharBlock(
        label=_("Alternative text here"),
        required=False,
        max_length=200,
        help_text=_("Empty: the image's own, in each language."),
    )
    decorative = BooleanBlock(
        label=_("Decorative"), required=False, help_text=_("Says nothing that the text does not say.")
    )
    caption = CharBlock(label=_("Caption"), required=False, max_length=200)

    def clean(self, value: Any) -> Any:
        """Refuse a picture without alternative text, and one whose licence nobody has stated."""
        cleaned = super().clean(value)
        image, words, errors = cleaned["image"], cleaned.get("alt", "").strip(), {}
        if image and not cleaned.get("decorative") and not (words or image.alt.languages()):
            errors["alt"] = ValidationError(
                _("Say what the picture shows, here or at the image, or mark it as decorative.")
            )
        if image and words in {image.title, image.filename}:
            errors["alt"] = ValidationError(_("The file's name tells nobody what the picture shows."))
        if errors:
            raise StructBlockValidationError(block_errors=errors)
        return cleaned

    def document(self, value: Any, draft: Draft) -> dict[str, Any] | None:
        """Return {image, caption, credit}."""
        if (image := value["image"]) is None:
            return None
        draft.depends_on.add(f"image:{image.pk}")
        return {"value": {"image": shown(value, draft), "caption": value.get("caption", ""), "credit": image.credit}}

    def get_preview_value(self) -> Any:
        """Return the newest image of the collection."""
        return self.normalize({"image": get_image_model().objects.first(), "alt": "", "caption": str(_("A caption"))})

    class Meta:
        icon = "image"
        label = _("Image")
        description = _("A picture with caption; credit and licence come from the image.")
        label_format = "{caption} {image}"


class GalleryBlock(Previewed, ListBlock):  # type: ignore[misc]
    """Several pictures side by side."""

    def __init__(self, child_block: Any = None, **kwargs: Any) -> None:
        super().__init__(child_block or PictureBlock(), **{"min_num": 2, "max_num": 20, **kwargs})

    def document(self, value: Any, draft: Draft) -> dict[str, Any] | None:
        """Return the pictures as {image, caption, credit}."""
        found = [PictureBlock.document(self.child_block, row, draft) for row in value]
        return {"value": [row["value"] for row in found if row is not None]}

    def get_preview_value(self) -> Any:
        """Return the three newest images."""
        return self.normalize(
            [{"image": image, "alt": "", "caption": ""} for image in get_image_model().objects.all()[:3]]
        )

    class Meta:
        icon = "image"
        label = _("Gallery")
        description = _("Several pictures side by side, each with its own caption.")


def shown(value: Any, draft: Draft) -> dict[str, Any]:
    """Return the picture with the page's own alternative text where the page gives one."""
    own = (
        LocalizedValue.of({draft.lead.lang if draft.lead else draft.language: value["alt"]})
        if value.get("alt")
        else None
    )
    made = picture(value["image"], draft.language, alt=own)
    return made | {"alt": "", "alt_lang": ""} if value.get("decorative") else made
