"""The map: the list of all places first, then the schematic, then, on a tap, the map that moves."""

from __future__ import annotations

from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from cms.frontend.cards import page_url
from cms.frontend.frame import Address, frame, page
from cms.frontend.sketch import spot
from cms.frontend.views.arrival import in_language
from cms.languages.table import Language, by_code
from cms.publishing.selectors import ListQuery, list_things

ALL = 2000


@in_language
def atlas(request: HttpRequest, language: Language) -> HttpResponse:
    """Show every place that has a position."""
    rows = list_things(ListQuery(lang=language.code, kinds=("place",), limit=ALL)).rows
    documents = [d for d in (orjson.loads(row.summary) for row in rows) if d.get("position")]
    context = frame(
        request,
        language,
        Address("map/"),
        title=_("Map"),
        section="map",
        description=_("Every place as a list and on a schematic of the town."),
    )
    context.update(
        groups=groups(documents, language),
        markers=[marker(d, language.code) for d in documents],
        points=[s for d in documents if (s := spot(d["position"]["lat"], d["position"]["lon"]))],
    )
    return page(request, "map.html", context)


def groups(documents: list[dict[str, Any]], language: Language) -> list[dict[str, Any]]:
    """Return the places by category, larger groups first."""
    found: dict[str, dict[str, Any]] = {}
    for document in documents:
        category = document.get("category") or {"slug": "other", "name": _("Other places")}
        group = found.setdefault(category["slug"], {"slug": category["slug"], "name": category["name"], "places": []})
        lang = (document.get("member_langs") or {}).get("name") or document["lang"]
        group["places"].append({
            "id": document["id"],
            "name": document["name"],
            "lang": by_code(lang).html_lang if lang != language.code else "",
            "url": page_url(document, language.code),
        })  # fmt: skip
    return sorted(found.values(), key=lambda group: -len(group["places"]))


def marker(document: dict[str, Any], language: str) -> dict[str, Any]:
    """Return what the map draws of a place."""
    position = document["position"]
    return {
        "id": document["id"],
        "name": document["name"],
        "url": page_url(document, language),
        "lat": position["lat"],
        "lon": position["lon"],
    }
