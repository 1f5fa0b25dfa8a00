"""The blocks of a page's body: a small set, each with a preview and a form in the published document."""

from __future__ import annotations

from typing import Any

from wagtail.blocks import StreamBlock

from cms.pages.blocks.pictures import GalleryBlock, PictureBlock
from cms.pages.blocks.records import ModelBlock, RecordCardBlock, RecordMapBlock
from cms.pages.blocks.sound import AudioBlock
from cms.pages.blocks.words import ActionBlock, BodyTextBlock, FactsBlock, QuoteBlock
from cms.records.documents import Draft


class BodyBlock(StreamBlock):  # type: ignore[misc]
    """What a story or topic consists of. Names are those of the visitors' templates in `cms_frontend/blocks/`."""

    text = BodyTextBlock()
    image = PictureBlock()
    gallery = GalleryBlock()
    quote = QuoteBlock()
    record = RecordCardBlock()
    map = RecordMapBlock()
    model = ModelBlock()
    audio = AudioBlock()
    facts = FactsBlock()
    action = ActionBlock()


def published_blocks(body: Any, draft: Draft) -> list[dict[str, Any]]:
    """Return what a document holds of a body: `{type, html}` or `{type, value}` for each block that visitors may see."""
    found = ((block.block_type, block.block.document(block.value, draft)) for block in body)
    return [{"type": name, **content} for name, content in found if content is not None]


__all__ = ["BodyBlock", "published_blocks"]
