"""The form of an image: words per language, credit, licence."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.images.forms import BaseImageForm

from cms.languages.merging import MergingForm


class ImageForm(MergingForm, BaseImageForm):  # type: ignore[misc]
    """Refuses a file's name as alternative text: it tells nobody what the picture shows."""

    def clean(self) -> dict[str, Any]:
        """Check the alternative texts."""
        cleaned: dict[str, Any] = super().clean()
        names = {cleaned.get("title", ""), self.instance.filename if self.instance.file else ""}
        words = [entry.get("text", "").strip() for entry in (cleaned.get("alt") or {}).values()]
        if any(word and (word in names or word.lower().endswith((".jpg", ".jpeg", ".png", ".webp"))) for word in words):
            self.add_error("alt", ValidationError(_("The file's name tells nobody what the picture shows.")))
        return cleaned
