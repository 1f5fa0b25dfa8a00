"""Search over everything published, and doors for those who rather look around."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from cms import clock
from cms.frontend.cards import Card, page_url, state
from cms.frontend.details import kind_name, list_name
from cms.frontend.frame import Address, frame, page
from cms.frontend.states import opening_state
from cms.frontend.views.arrival import in_language
from cms.frontend.vocabulary import themes
from cms.languages.table import Language
from cms.publishing.query import BadCursor
from cms.search.selectors import Found
from cms.search.selectors import search as find

LONGEST = 200
PAGE = 20
KINDS = ("place", "item", "event", "tour", "story", "topic")


@in_language
def search(request: HttpRequest, language: Language) -> HttpResponse:
    """Show the results for `q`, or the empty page with its doors."""
    words, kind = request.GET.get("q", "").strip()[:LONGEST], request.GET.get("kind", "")
    title = _("Results for “%(words)s”") % {"words": words} if words else _("Find")
    given = {name: value for name, value in (("q", words), ("kind", kind)) if value}
    context = frame(request, language, Address("search/", query=urlencode(given)), title=title, section="search")
    context.update(kind=kind, query=words, tags=themes("place", language.code))
    if words:
        context.update(noindex=True, **results(words, kind, request.GET.get("cursor", ""), language))
    answer = page(request, "search.html", context)
    if words:
        answer["X-Search-Engine"] = context["engine"]
    return answer


def results(words: str, kind: str, cursor: str, language: Language) -> dict[str, Any]:
    """Return cards, facets and the next page; a cursor of another search starts over."""
    kinds = (kind,) if kind in KINDS else ()
    try:
        found = find(language.code, words, kinds=kinds, limit=PAGE, cursor=cursor)
    except BadCursor:
        found = find(language.code, words, kinds=kinds, limit=PAGE)
    cards = [result_card(row, language.code, at=clock.now()) for row in found.rows]
    counts = dict(found.facets.kinds)
    total = counts.get(kind, 0) if kinds else sum(counts.get(name, 0) for name in KINDS)
    return {
        "cards": cards,
        "meant": found.meant,
        "meant_url": f"?{urlencode({'q': found.meant.query, **({'kind': kind} if kinds else {})})}",
        "engine": found.engine,
        "count": None if found.facets.approximate else total,
        "facets": facets(words, kind if kinds else "", counts, at_least=found.facets.approximate),
        "next_url": f"?{urlencode({'q': words, **({'kind': kind} if kinds else {}), 'cursor': found.next_cursor})}"
        if found.next_cursor
        else "",
    }


def result_card(row: Found, language: str, *, at: datetime) -> Card:
    """Return a result's card with its snippet; results of all kinds stand together, so each says what it is."""
    document = orjson.loads(row.summary)
    mark = state(document, None, at=at, language=language)
    if mark is not None and row.kind == "place":
        mark = opening_state(row.opening, at=at, language=language)
    return Card(
        document,
        page_url(document, language),
        mark,
        meta=sort_of(document, language),
        snippet_html=row.snippet_html,
        label=kind_name(document["kind"]),
    )


def sort_of(document: dict[str, Any], language: str) -> tuple[str, ...]:
    """Return the category, where it has a word in the reader's language."""
    category = document.get("category")
    return (category["name"],) if category and category.get("lang", language) == language else ()


def facets(words: str, kind: str, counts: dict[str, int], *, at_least: bool) -> list[dict[str, Any]]:
    """Return one chip for everything and one for each kind that was found; a plus behind counts that are lower bounds."""
    chips = [{"name": _("Everything"), "count": None, "current": not kind, "url": f"?{urlencode({'q': words})}"}]
    return chips + [
        {
            "name": list_name(name),
            "count": f"{counts[name]}+" if at_least else counts[name],
            "current": kind == name,
            "url": f"?{urlencode({'q': words, 'kind': name})}",
        }
        for name in KINDS
        if counts.get(name)
    ]
