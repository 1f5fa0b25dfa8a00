"""What an editor previews is what is published: the same builder, the same template."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from cms.languages.table import CODES
from cms.records.documents import build

PageContext = Callable[[Any, dict[str, Any], str], dict[str, Any]]
"""(request, document, language code) → template context; activates no language."""
_PAGE_CONTEXT: Final[list[PageContext]] = []


def set_page_context(maker: PageContext) -> None:
    """Let the visitors' site, a room above, say what its page templates need beside the document."""
    _PAGE_CONTEXT[:] = [maker]


def preview_context(instance: Any, request: Any, mode_name: str) -> dict[str, Any]:
    """Return the template context of the visitors' page for an unsaved instance; the preview mode is the language."""
    language = mode_name if mode_name in CODES else "ja"
    built = build(instance, language)
    return page_context(request, built.full, language)


def page_context(request: Any, document: dict[str, Any], language: str) -> dict[str, Any]:
    """Return what the visitors' page of a document reads, as a preview."""
    context = _PAGE_CONTEXT[0](request, document, language) if _PAGE_CONTEXT else {"document": document}
    return {"request": request, "is_preview": True, **context}
