"""Places, items, events, tours, stories: lists with any filter."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from api.answers import Answer
from api.endpoint import Endpoint
from api.parameters import Asked, parameters
from api.problems import BadParameter
from api.rows import OPENING, page, render
from cms import clock
from cms.publishing.query import BadCursor, ListQuery, Near
from cms.publishing.selectors import list_things


class RecordList(Endpoint):
    """A page of the public things of one kind, in editorial order or, with `near`, by distance."""

    parameters = parameters(
        *("limit", "cursor", "tag", "category", "bbox", "near", "radius_m", "season", "open_at", "updated_since")
    )
    kind: ClassVar[str] = ""
    schema_name = "list"

    def answer(self, asked: Asked, **path: str) -> Answer:
        """Return one page; a kind that has nothing public is an empty list."""
        near: Near | None = asked["near"]
        if near is not None and asked["radius_m"]:
            near = replace(near, radius_m=asked["radius_m"])
        query = ListQuery(
            lang=asked.lang,
            kinds=(self.kind,),
            tags=asked["tag"],
            category=asked["category"],
            bbox=asked["bbox"],
            near=near,
            season=asked["season"],
            open_at=asked["open_at"],
            updated_since=asked["updated_since"],
            limit=asked["limit"],
            cursor=asked["cursor"],
        )
        return listed(asked, query, states=self.kind in OPENING)


def listed(asked: Asked, query: ListQuery, *, states: bool) -> Answer:
    """Return a page of a list; raise BadParameter for a cursor that this list did not give out."""
    try:
        listing = list_things(query)
    except BadCursor as error:
        raise BadParameter("cursor", query.cursor, "the cursor of a `next` address of this list") from error
    now = clock.now()
    rows = render(listing.rows, now, query.near)
    validator = rows.validator + b"/" + listing.next_cursor.encode()
    body = page(asked, listing.next_cursor, rows.body)
    return Answer(body, asked.lang, at=now if states else None, validator=validator)
