"""What an editor previews is what is published: the same builder, the same template."""

from __future__ import annotations

from typing import Any

from cms.languages.table import CODES
from cms.records.documents import build
from cms.records.models import RecordModel


def preview_context(instance: RecordModel, request: Any, mode_name: str) -> dict[str, Any]:
    """Return the template context of the visitors' page for an unsaved instance; the preview mode is the language."""
    language = mode_name if mode_name in CODES else "ja"
    built = build(instance, language)
    return {"request": request, "document": built.full, "language": language, "is_preview": True}
