"""The page of one record: two SQL statements, one for the document and one for what is near."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from cms import clock
from cms.frontend import town
from cms.frontend.cards import Card, card
from cms.frontend.details import kind_name, record_context
from cms.frontend.frame import page
from cms.frontend.views.arrival import Gone, in_language
from cms.languages.table import Language
from cms.publishing.kinship import kinship
from cms.publishing.selectors import ListQuery, Near, Row, detail, list_things
from cms.records.kinds import Kind, UnknownKind, by_plural
from cms.records.selectors import standing

NEAR_METRES = 5000
NEAR_COUNT = 4
KIN_COUNT = 3
TOLD = frozenset({"story", "topic"})


@in_language
def record_page(request: HttpRequest, language: Language, plural: str, slug: str) -> HttpResponse:
    """Show one record; a former slug answers 301, a withdrawn thing 410."""
    try:
        kind = by_plural(plural)
    except UnknownKind as error:
        raise Http404 from error
    found = detail(language.code, kind=kind.name, slug=slug)
    if found is None or not kind.has_page:
        return elsewhere(language, kind, slug)
    document, now = orjson.loads(found.full), clock.now()
    context = record_context(
        request, document, found.windows, language=language, at=now, neighbours=neighbours(document, language, at=now)
    )
    return page(request, f"{kind.name}.html", context, given=found.lang)


def elsewhere(language: Language, kind: Kind, slug: str) -> HttpResponse:
    """Return the redirect of a former slug; raise Gone for what was withdrawn and Http404 for what never was."""
    place = standing(kind.name, slug)
    if place is None:
        raise Http404
    if place.live and place.slug != slug:
        return HttpResponsePermanentRedirect(f"/{language.code}/{kind.plural}/{place.slug}/")
    if place.withdrawn:
        raise Gone
    raise Http404


def neighbours(document: dict[str, Any], language: Language, *, at: datetime) -> list[Card]:
    """Return the second statement's rows: a tour's stops, the museum of an item, what goes with a story, else what is near."""
    if document["kind"] in TOLD:
        kin = kinship(language.code, visited=(UUID(document["id"]),), each=KIN_COUNT)
        return [
            row_card(row, language, at=at, label=kind_name(row.kind)) for row in (*kin.of("story"), *kin.of("place"))
        ]
    query = _around(document, language.code)
    if query is None:
        return []
    cards = [row_card(row, language, at=at) for row in list_things(query).rows]
    if query.near is None:
        return cards
    stays = [
        c
        for c in cards
        if c.document["id"] != document["id"] and (c.document.get("category") or {}).get("slug") not in town.NO_SIGHTS
    ]
    return stays[:NEAR_COUNT]


def row_card(row: Row, language: Language, *, at: datetime, label: str = "") -> Card:
    """Return the card of a list row."""
    return card(orjson.loads(row.summary), row.windows, at=at, language=language.code, label=label)


def _around(document: dict[str, Any], lang: str) -> ListQuery | None:
    ids = _members(document)
    if ids:
        return ListQuery(lang=lang, ids=tuple(ids), limit=100)
    position = document.get("position")
    if not position:
        return None
    near = Near(position["lat"], position["lon"], radius_m=NEAR_METRES)
    return ListQuery(lang=lang, kinds=("place",), near=near, limit=NEAR_COUNT * 3)


def _members(document: dict[str, Any]) -> list[UUID]:
    if document["kind"] == "tour":
        return [UUID(stop["id"]) for stop in document.get("stops") or [] if stop.get("id")]
    place = (document.get("display") or {}).get("place") if document["kind"] == "item" else None
    return [UUID(place["id"])] if isinstance(place, dict) and place.get("id") else []
