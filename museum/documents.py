"""What is published of a collection item."""

from __future__ import annotations

from typing import Any

from django.utils import translation

from cms.media.rights import BY_CODE
from cms.memo import children
from cms.records import members
from cms.records.documents import Draft, finish, start
from cms.records.kinds import Built
from cms.records.related import related_summaries
from museum.models import Item


def item(instance: Item, language: str) -> Built:
    """Return the document of an item. The storage location is in no document."""
    draft, summary = start(instance, language)
    members.add_words(draft, summary, tags=children(instance, "tags"), category=instance.category)
    images = members.add_images(draft, summary, children(instance, "images"))
    summary["accession_number"] = instance.accession_number
    summary["demonstration"] = instance.demonstration
    summary["date"] = _date(draft, instance)
    with translation.override(language):
        detail = {
            **members.texts(draft, instance),
            "names": members.names(children(instance, "names")),
            "former_numbers": [row.number for row in children(instance, "former_numbers")],
            "medium": draft.text("medium", instance.medium),
            "dimensions": instance.dimensions,
            "rights": _rights(draft, instance),
            "display": _display(draft, instance),
            "asset": str(instance.asset) if instance.asset else None,
            "images": images,
            "media": members.media(draft, instance.asset),
            "related": related_summaries(draft, [row.record_id for row in children(instance, "relations")]),
            "sources": members.sources(children(instance, "sources")),
        }
    return finish(draft, summary, detail)


def _date(draft: Draft, instance: Item) -> dict[str, Any]:
    return {
        "text": draft.text("date.text", instance.date_text),
        "earliest": instance.date_earliest,
        "latest": instance.date_latest,
    }


def _rights(draft: Draft, instance: Item) -> dict[str, str]:
    right = BY_CODE.get(instance.rights)
    return {
        "code": instance.rights,
        "name": right.name if right else "",
        "url": right.url if right else "",
        "credit": draft.text("rights.credit", instance.credit),
    }


def _display(draft: Draft, instance: Item) -> dict[str, Any] | None:
    place = related_summaries(draft, [instance.display_place_id]) if instance.display_place_id else []
    if not place:
        return None
    return {
        "place": place[0],
        "gallery": draft.text("display.gallery", instance.display_gallery),
        "case": instance.display_case,
    }
