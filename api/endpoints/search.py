"""Search, and suggestions while somebody types."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any, Final

from api.answers import Answer, as_bytes
from api.endpoint import Endpoint
from api.endpoints.inspire import season_of
from api.parameters import CATALOGUE, Asked, parameters
from api.problems import BadParameter
from api.rows import OPENING, metres, next_address
from api.staff import demand
from cms import clock
from cms.publishing.opening import opening_members
from cms.publishing.query import BadCursor, Near
from cms.search.engine import Narrowed
from cms.search.explaining import Reason, reasons
from cms.search.selectors import Found, search, suggest

SUGGESTIONS: Final = 8
UNSHARED: Final = {"Cache-Control": "private, no-store", "Vary": "Cookie"}


class Search(Endpoint):
    """Things that a text finds, the best first, each with a snippet; facets count everything found by kind and tag.

    Above 2,000 things found, those that have the words in a name, a reading, a category or a tag come before those that
    have them in their text only; above 10,000, facets count the first 10,000 and say that they are `approximate`.
    A query of punctuation only finds nothing. `snippet_html` has the words found in `<mark>` and is safe to show.
    Where little is found under a word that nearly is a name, `did_you_mean` has the query that may have been meant; with
    `shown`, nothing was found at all and the results are already its own.
    `explain=1`, for staff, says of each result its tier (none where distance sorts), the editors' order, and which columns
    of the index hold each word of the query: `exact` (a whole name), `name`, `keys`, `text`.
    """

    parameters = parameters(
        *("q", "kind", "tag", "season", "open_at", "years", "on_display", "has_3d", "rights"),
        *("near", "radius_m", "boost", "explain", "limit", "cursor"),
    )
    operation = "search"
    schema_name = "search_list"

    def answer(self, asked: Asked, **path: str) -> Answer:
        """Return one page of what is found in the language asked for."""
        if asked["explain"]:
            demand(self.request, "cms_search.view_searchsynonym")
        kinds = (asked["kind"],) if asked["kind"] else ()
        try:
            found = search(
                asked.lang,
                asked["q"],
                kinds=kinds,
                tags=asked["tag"],
                limit=asked["limit"],
                cursor=asked["cursor"],
                narrowed=narrowed(asked),
            )
        except BadCursor as error:
            accepted = "the cursor of a `next` address of this search"
            raise BadParameter("cursor", asked["cursor"], accepted) from error
        why = reasons(asked.lang, found) if asked["explain"] else {}
        rows = b",".join([_row(row, asked["near"], why.get(row.uuid)) for row in found.rows])
        meant = {"q": found.meant.query, "shown": found.meant.shown} if found.meant.query else None
        facets = as_bytes(
            {
                "kind": dict(found.facets.kinds),
                "tag": dict(found.facets.tags),
                "approximate": found.facets.approximate,
            }
        )
        body = b'{"next":%b,"results":[%b],"facets":%b,"did_you_mean":%b}' % (
            next_address(asked, found.next_cursor),
            rows,
            facets,
            as_bytes(meant),
        )
        headers = {"X-Search-Engine": found.engine, **(UNSHARED if asked["explain"] else {})}
        return Answer(body, asked.lang, at=clock.now(), headers=headers)


class Suggest(Endpoint):
    """Things with a name or reading that begins like `q`: kana, kanji and romaji alike."""

    parameters = parameters("q", limit=CATALOGUE["limit"].with_default(SUGGESTIONS))
    operation = "search_suggest"
    schema_name = "suggestions"

    def answer(self, asked: Asked, **path: str) -> Answer:
        """Return rows as in lists, whole names before later words."""
        rows = suggest(asked.lang, asked["q"], limit=asked["limit"])
        return Answer(b'{"results":[' + b",".join(rows) + b"]}", asked.lang)


def narrowed(asked: Asked) -> Narrowed:
    """Return the filters and boosts that a request asks for; raise BadParameter for a boost by a distance from nowhere."""
    near, boosts = asked["near"], asked["boost"]
    if near is None and "near" in boosts:
        raise BadParameter("boost", "near", "near together with the parameter near")
    if near is not None and asked["radius_m"]:
        near = replace(near, radius_m=asked["radius_m"])
    return Narrowed(
        years=asked["years"],
        displayed=bool(asked["on_display"]),
        scene=bool(asked["has_3d"]),
        rights=asked["rights"],
        season=asked["season"],
        open_at=asked["open_at"],
        near=near,
        lift_season=season_of(clock.today()) if "season" in boosts else "",
        lift_open="open" in boosts,
        lift_near="near" in boosts,
    )


def _row(row: Found, near: Near | None, why: Reason | None) -> bytes:
    states = opening_members(row.opening) if row.kind in OPENING else b""
    if near is not None and row.lat is not None and row.lon is not None:
        states += b',"distance_m":%d' % metres(near, row.lat, row.lon)
    members: dict[str, Any] = {"snippet": row.snippet, "snippet_html": row.snippet_html}
    if why is not None:
        members["explain"] = asdict(why)
    words = as_bytes(members)
    return row.summary[:-1] + states + b"," + words[1:]
