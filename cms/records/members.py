"""Members that several kinds share: position, tags and category, other names, pictures, sources."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from cms.media.assets import media_of
from cms.media.pictures import picture
from cms.records.documents import Draft
from cms.records.html import paragraphs, plain


def position(lat: float | None, lon: float | None, accuracy_m: int | None = None) -> dict[str, Any] | None:
    """Return {lat, lon, accuracy_m} in WGS84 degrees and metres, or None for half a position."""
    if lat is None or lon is None:
        return None
    return {"lat": lat, "lon": lon, "accuracy_m": accuracy_m}


def add_words(draft: Draft, summary: dict[str, Any], *, tags: Iterable[Any], category: Any | None) -> None:
    """Put tags and category with their names into a summary; the document depends on them."""
    ordered = sorted(tags, key=lambda tag: tag.slug)
    summary["tags"] = [{"slug": tag.slug, **draft.name_of(tag.name)} for tag in ordered]
    draft.depends_on |= {f"tag:{tag.slug}" for tag in ordered}
    if category is not None:
        summary["category"] = {"slug": category.slug, **draft.name_of(category.name)}
        draft.depends_on.add(f"category:{category.kind}/{category.slug}")


def add_images(draft: Draft, summary: dict[str, Any], rows: Iterable[Any]) -> list[dict[str, Any]]:
    """Return all pictures of a record and put the first into its summary."""
    rows = list(rows)
    draft.depends_on |= {f"image:{row.image_id}" for row in rows}
    images = [picture(row.image, draft.language, alt=row.alt) for row in rows]
    summary["image"] = images[0] if images else None
    return images


def texts(draft: Draft, instance: Any) -> dict[str, str]:
    """Return text (plain), text_html and body_html of a record."""
    return {
        "text": plain(draft.text("text", instance.text)),
        "text_html": paragraphs(draft.text("text_html", instance.text)),
        "body_html": paragraphs(draft.text("body_html", instance.body)),
    }


def names(rows: Iterable[Any]) -> list[dict[str, str]]:
    """Return {text, kind, lang, reading} of each other name, the same in every language; `lang` is empty where unknown."""
    return [{"text": row.text, "kind": row.kind, "lang": row.lang, "reading": row.reading} for row in rows]


def sources(rows: Iterable[Any]) -> list[dict[str, str]]:
    """Return {text, confidence} of each source."""
    return [{"text": row.text, "confidence": row.confidence} for row in rows]


def media(draft: Draft, asset: UUID | None) -> list[dict[str, Any]]:
    """Return the files of a record's 3D asset; the document is made anew when the asset is ready or replaced."""
    if asset is None:
        return []
    draft.depends_on.add(f"asset:{asset}")
    return media_of(asset, draft.language)
