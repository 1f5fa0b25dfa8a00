"""Previews of single blocks: the published form of a sample value, drawn by the visitors' templates."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.template import TemplateDoesNotExist
from django.template.loader import select_template
from django.utils import translation

from cms.languages.table import by_code
from cms.pages.models import StoryPage
from cms.pages.things import PageThing, Telling
from cms.records.documents import ORIGIN, Draft


def block_preview(block: Any, value: Any, *, language: str) -> dict[str, Any]:
    """Return {language, block, block_template} for a block's sample value; `block` is None where the site has none yet."""
    story = StoryPage(title="", short="", slug="preview")
    thing = PageThing(uuid4(), "story", "preview", {language: Telling(story)})
    draft = Draft(thing, language)  # type: ignore[arg-type]
    with translation.override(language):
        content = block.document(value, draft) if value else None
    shown = _without_origin({"type": block.name, **content}) if content else None
    return {"language": by_code(language), "shown": shown, "block_template": _template(block.name)}


def _template(name: str) -> str:
    """Return the visitors' template of a block, else a plain one."""
    own = f"cms_frontend/blocks/{name}.html"
    try:
        select_template([own])
    except TemplateDoesNotExist:
        return "cms_pages/block_plain.html"
    return own


def _without_origin(content: Any) -> Any:
    if isinstance(content, str):
        return content.replace(ORIGIN, "")
    if isinstance(content, dict):
        return {key: _without_origin(part) for key, part in content.items()}
    return [_without_origin(part) for part in content] if isinstance(content, list) else content
