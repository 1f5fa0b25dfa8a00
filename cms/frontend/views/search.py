"""Search over everything published, and doors for those who rather look around."""

from __future__ import annotations

from datetime import datetime
from math import hypot
from typing import Any
from urllib.parse import urlencode

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from cms import clock
from cms.frontend.cards import Card, page_url, state
from cms.frontend.details import kind_name
from cms.frontend.filters import KINDS, Filters, position, read
from cms.frontend.frame import Address, frame, page
from cms.frontend.narrowing import chips, kind_links, less, panel
from cms.frontend.states import opening_state
from cms.frontend.views.arrival import in_language
from cms.frontend.vocabulary import themes
from cms.languages.formats import distance
from cms.languages.table import Language
from cms.publishing.query import BadCursor, Near
from cms.search.counting import counted
from cms.search.engine import MOST_COUNTED, Facets
from cms.search.selectors import Found, SearchPage
from cms.search.selectors import search as find

LONGEST = 200
PAGE = 20
MOST_BEFORE = 100_000


@in_language
def search(request: HttpRequest, language: Language) -> HttpResponse:
    """Show the results for `q`, or the empty page with its doors."""
    words, filters = request.GET.get("q", "").strip()[:LONGEST], read(request.GET)
    title = _("Results for “%(words)s”") % {"words": words} if words else _("Find")
    at = Address("search/", query=urlencode([("q", words), *filters.pairs]) if words else "")
    context = frame(request, language, at, title=title, section="search")
    context.update(query=words, tags=themes("place", language.code))
    if words:
        before = request.GET.get("before", "")
        seen = min(int(before), MOST_BEFORE) if before.isascii() and before.isdigit() else 0
        context.update(noindex=True, **results(words, filters, request.GET.get("cursor", ""), seen, language))
    answer = page(request, "search.html", context)
    if words:
        answer["X-Search-Engine"] = context["engine"]
    return answer


def results(words: str, filters: Filters, cursor: str, seen: int, language: Language) -> dict[str, Any]:
    """Return cards, filters and the next page; a cursor of another search starts over. `seen` things stood before."""
    try:
        found = asked(words, filters, cursor, language.code)
    except BadCursor:
        cursor, found = "", asked(words, filters, "", language.code)
    seen = seen if cursor else 0
    everywhere = found.facets
    if filters.kinds:
        others = filters.without(("kind", filters.get("kind")))
        everywhere = counted(language.code, found.meant.query if found.meant.shown else words, **searched(others))
    here, now = position(filters.get("near")), clock.now()
    cards = [result_card(row, language.code, at=now, here=here) for row in found.rows]
    total = sum(found.facets.kinds.get(name, 0) for name in KINDS)
    return {
        "cards": cards,
        "meant": found.meant,
        "meant_url": filters.address(found.meant.query),
        "engine": found.engine,
        "filters": filters,
        "count": None if found.facets.approximate else total,
        "at_least": f"{MOST_COUNTED:,}" if found.facets.approximate else "",
        "first": seen + 1,
        "last": seen + len(cards),
        "begin_url": filters.address(words) if cursor else "",
        "facets": kind_links(words, filters, everywhere),
        "chips": chips(words, filters, language.code),
        "panel": panel(words, filters, found.facets, language.code),
        "less": less(words, filters, lambda left: total_of(words, left, language.code), language.code)
        if not cards
        else [],
        "next_url": f"{filters.following(words, found.next_cursor, seen + len(cards))}#results"
        if found.next_cursor
        else "",
    }


def asked(words: str, filters: Filters, cursor: str, lang: str) -> SearchPage:
    """Return a page of results."""
    return find(lang, words, limit=PAGE, cursor=cursor, **searched(filters))


def searched(filters: Filters) -> dict[str, Any]:
    """Return filters as the selectors of search take them."""
    narrowing = {"narrowed": filters.narrowed()} if filters.pairs else {}
    return {"kinds": filters.kinds, "tags": filters.tags, **narrowing}


def total_of(words: str, filters: Filters, lang: str) -> Facets:
    """Return what would be found with these filters."""
    return counted(lang, words, **searched(filters))


def result_card(row: Found, language: str, *, at: datetime, here: Near | None) -> Card:
    """Return a result's card with its snippet; results of all kinds stand together, so each says what it is, and how far."""
    document = orjson.loads(row.summary)
    mark = state(document, None, at=at, language=language)
    if mark is not None and row.kind == "place":
        mark = opening_state(row.opening, at=at, language=language)
    return Card(
        document,
        page_url(document, language),
        mark,
        meta=(*away(row, here, language), *sort_of(document, language)),
        snippet_html=row.snippet_html,
        label=kind_name(document["kind"]),
    )


def away(row: Found, here: Near | None, language: str) -> tuple[str, ...]:
    """Return how far a thing is, straight, where somebody said where they are and it has a position."""
    if here is None or row.lat is None or row.lon is None:
        return ()
    lat_m, lon_m = here.metres_per_degree
    return (distance(hypot((row.lat - here.lat) * lat_m, (row.lon - here.lon) * lon_m), language),)


def sort_of(document: dict[str, Any], language: str) -> tuple[str, ...]:
    """Return the category, where it has a word in the reader's language."""
    category = document.get("category")
    return (category["name"],) if category and category.get("lang", language) == language else ()
