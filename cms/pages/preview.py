"""Previews of single blocks: the published form of a sample value, drawn by the visitors' own templates."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from uuid import uuid4

from django.utils import translation

from cms.languages.table import SOURCE
from cms.pages.front_door import FrontDoor
from cms.pages.models import StoryPage
from cms.pages.things import PageThing, Telling
from cms.records.documents import start
from cms.records.preview import page_context

HomeView = Callable[[Any, FrontDoor, str], Any]
"""(request, an editor's part of the home page, language code) → the response that visitors would get."""
_HOME: Final[list[HomeView]] = []


def set_home_view(view: HomeView) -> None:
    """Let the visitors' site, a room above, draw the preview of a home page."""
    _HOME[:] = [view]


def home_preview(door: FrontDoor, language: str, *, request: Any) -> Any:
    """Return the visitors' home page with an editor's part that nobody published yet; None without a visitors' site."""
    return _HOME[0](request, door, language) if _HOME else None


def block_preview(block: Any, value: Any, *, request: Any) -> dict[str, Any]:
    """Return the context of a story's page that consists of this block alone; no `blocks` where nothing can be shown."""
    story = StoryPage(title=str(block.label), short=str(block.label), slug="preview")
    thing = PageThing(uuid4(), "story", "preview", {SOURCE: Telling(story)})
    with translation.override(SOURCE):
        draft, document = start(thing, SOURCE)  # type: ignore[arg-type]
        content = block.document(value, draft) if value else None
        shown = [{"type": block.name, **content}] if content else []
        return page_context(request, document | {"blocks": shown, "images": [], "related": []}, SOURCE)
