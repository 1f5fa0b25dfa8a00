"""What is published of a tour."""

from __future__ import annotations

from typing import Any

from django.utils import translation

from cms.memo import children
from cms.records import members
from cms.records.documents import Draft, finish, start
from cms.records.html import paragraphs
from cms.records.kinds import Built
from cms.records.related import related_summaries
from tours.models import Tour, TourStop
from tours.stops import position_of, walking_metres


def tour(instance: Tour, language: str) -> Built:
    """Return the document of a tour; a stop whose record is not public is left out."""
    draft, summary = start(instance, language)
    members.add_words(draft, summary, tags=children(instance, "tags"), category=None)
    images = members.add_images(draft, summary, children(instance, "images"))
    with translation.override(language):
        stops = [stop for row in children(instance, "stops") if (stop := _stop(draft, row)) is not None]
        for order, stop in enumerate(stops, 1):
            stop["order"] = order
        points = [(stop["position"]["lat"], stop["position"]["lon"]) for stop in stops if stop["position"]]
        summary["position"] = members.position(*points[0]) if points else None
        summary["duration_minutes"] = instance.duration_minutes
        summary["distance_m"] = walking_metres(points)
        detail = {
            **members.texts(draft, instance),
            "names": members.names(children(instance, "names")),
            "stops": stops,
            "seasons": list(instance.seasons or ()),
            "images": images,
            "media": [],
            "related": [],
            "sources": [],
        }
    return finish(draft, summary, detail)


def _stop(draft: Draft, row: TourStop) -> dict[str, Any] | None:
    found = related_summaries(draft, [row.record_id])
    if not found:
        return None
    title = draft.name_of(row.title)
    narration = row.narration.give(draft.language)
    point = position_of(row.record_id)
    return {
        **found[0],
        **(title if title["name"] else {}),
        "position": members.position(*point) if point else None,
        "narration_html": paragraphs(narration.text),
        "narration_lang": narration.lang,
        "stay_minutes": row.stay_minutes,
    }
