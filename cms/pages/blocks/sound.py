"""Sound, never without its words."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, StructBlock, TextBlock
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock

from cms.media.files import SOUND_TYPES, public_address
from cms.pages.blocks.base import Previewed
from cms.records.documents import ORIGIN, Draft


class AudioBlock(Previewed, StructBlock):  # type: ignore[misc]
    """A recording with its transcript."""

    title = CharBlock(label=_("Title"), max_length=120)
    file = DocumentChooserBlock(label=_("Recording"), help_text=_("MP3, M4A or Ogg."))
    transcript = TextBlock(
        label=_("Transcript"), rows=6, help_text=_("The same words to read, for those who cannot hear.")
    )

    def clean(self, value: Any) -> Any:
        """Refuse a file that is no recording."""
        cleaned = super().clean(value)
        if cleaned["file"] and cleaned["file"].file_extension.lower() not in SOUND_TYPES:
            kinds = ", ".join(sorted(SOUND_TYPES))
            raise StructBlockValidationError(
                block_errors={"file": ValidationError(_("Choose one of: %(kinds)s"), params={"kinds": kinds})}
            )
        return cleaned

    def document(self, value: Any, draft: Draft) -> dict[str, Any] | None:
        """Return {title, url, type, transcript}; the file gets its public address here, made of its content."""
        if (file := value["file"]) is None:
            return None
        draft.depends_on.add(f"document:{file.pk}")
        kind = SOUND_TYPES.get(file.file_extension.lower(), "")
        address = ORIGIN + public_address(file)
        return {
            "value": {"title": value["title"], "url": address, "type": kind, "transcript": value["transcript"].strip()}
        }

    class Meta:
        icon = "media"
        label = _("Audio")
        description = _("A recording with its transcript.")
        label_format = "{title}"
        preview_value = {"title": "鐘撞堂の鐘", "file": None, "transcript": "鐘の音。"}
