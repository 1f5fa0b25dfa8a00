"""What every block of a body can do: say what is published of it, and show itself in the picker."""

from __future__ import annotations

from typing import Any, Protocol

from cms.records.documents import Draft


class PublishedBlock(Protocol):
    """A block that says what a document holds of its value."""

    def document(self, value: Any, draft: Draft) -> dict[str, Any] | None:
        """Return `{html}` or `{value}` of a block's value, JSON-ready, or None where visitors may see nothing of it."""


class Previewed:
    """Shows the block's published form in the picker, drawn by the visitors' own template."""

    def get_preview_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Return what the preview template reads."""
        from cms.pages.preview import block_preview

        context = parent_context or {}
        return {**context, **block_preview(self, value, request=context.get("request"))}

    def get_preview_template(self, value: Any, context: Any = None) -> str:
        """Return the page around the block."""
        return "cms_pages/block_preview.html"
