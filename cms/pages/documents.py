"""What is published of stories and topics."""

from __future__ import annotations

from typing import Any

from django.utils import translation

from cms.media.pictures import picture
from cms.pages.blocks import published_blocks
from cms.pages.models import ContentPage
from cms.pages.things import PageThing
from cms.records.documents import ORIGIN, Draft, finish, start
from cms.records.html import plain
from cms.records.kinds import Built, kind
from cms.records.members import add_words
from cms.records.related import related_summaries

TEXT_LENGTH = 200


def story(instance: PageThing, language: str) -> Built:
    """Return the document of a story in one language; all prose of one document is in one language."""
    draft, summary = _begin(instance, language)
    with translation.override(language):
        page = instance.given(language)
        return finish(draft, summary, _told(draft, summary, page) | {"topic": _topic(draft, page)})


def topic(instance: PageThing, language: str) -> Built:
    """Return the document of a topic with the stories below it."""
    draft, summary = _begin(instance, language)
    with translation.override(language):
        page = instance.given(language)
        children = page.get_children().values_list("translation_key", flat=True)
        return finish(draft, summary, _told(draft, summary, page) | {"stories": related_summaries(draft, children)})


def _begin(instance: PageThing, language: str) -> tuple[Draft, dict[str, Any]]:
    draft, summary = start(instance, language)  # type: ignore[arg-type]
    add_words(draft, summary, tags=instance.source().tags.all(), category=None)
    return draft, summary


def _told(draft: Draft, summary: dict[str, Any], page: ContentPage) -> dict[str, Any]:
    """Return what a page tells, and put its picture into the summary."""
    images = []
    if page.cover is not None:
        draft.depends_on.add(f"image:{page.cover_id}")
        images = [picture(page.cover, draft.language)]
    summary["image"] = images[0] if images else None
    blocks = published_blocks(page.body, draft)
    html = "".join(block["html"] for block in blocks if "html" in block)
    return {
        "lead": page.lead.strip() or page.short,
        "date": page.date.isoformat() if page.date else None,
        "text": _beginning(plain(html)),
        "text_html": "",
        "body_html": html,
        "blocks": blocks,
        "images": images,
        "media": [],
        "related": _mentioned(blocks),
        "sources": [{"text": line.strip(), "confidence": ""} for line in page.sources.splitlines() if line.strip()],
    }


def _beginning(text: str) -> str:
    """Return the first sentences, about 200 characters."""
    if len(text) <= TEXT_LENGTH:
        return text
    cut = text[:TEXT_LENGTH]
    end = max(cut.rfind(mark) for mark in ("。", ". ", "\n"))
    return cut[: end + 1].strip() if end > TEXT_LENGTH // 2 else cut.rstrip() + "…"


def _mentioned(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the records that the blocks show, each once, for clients that draw no blocks."""
    found: dict[str, dict[str, Any]] = {}
    for block in blocks:
        value: Any = block.get("value")
        rows: list[Any] = [value] if block["type"] == "record" else value["records"] if block["type"] == "map" else []
        rows = [value["record"]] if block["type"] == "model" else rows
        found.update({row["id"]: {key: part for key, part in row.items() if key != "note"} for row in rows})
    return list(found.values())


def _topic(draft: Draft, page: ContentPage) -> dict[str, Any] | None:
    """Return {id, slug, name, url} of the topic above a story, if it is public."""
    parent = page.get_parent()
    if parent is None or parent.specific_class is None or getattr(parent.specific_class, "kind_name", "") != "topic":
        return None
    found = related_summaries(draft, [parent.translation_key])
    if not found:
        return None
    plural = kind("topic").plural
    return {
        "id": found[0]["id"],
        "slug": found[0]["slug"],
        "name": found[0]["name"],
        "url": f"{ORIGIN}/{draft.language}/{plural}/{found[0]['slug']}/",
    }
