"""Before the trip: what makes somebody want to come, by season."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import orjson

from api.answers import Answer, as_bytes
from api.endpoint import Endpoint
from api.parameters import CATALOGUE, Asked, parameters
from api.rows import objects
from cms import clock
from cms.publishing.kinship import themes
from cms.publishing.query import ListQuery
from cms.publishing.rows import Row
from cms.publishing.selectors import list_things

THEMES: Final = 6
EACH: Final = 6
"""Things per section, so that the answer fills a phone's screen and not its memory."""

BY_MONTH: Final = ("winter",) * 2 + ("spring",) * 3 + ("summer",) * 3 + ("autumn",) * 3 + ("winter",)


def season_of(day: date) -> str:
    """Return the season of a day as Japan's weather service counts: spring is March to May."""
    return BY_MONTH[day.month - 1]


class Inspire(Endpoint):
    """Themes, highlights, coming events and stories for a season; without `season`, the one that it is now."""

    parameters = parameters("season", limit=CATALOGUE["limit"].with_default(EACH))
    operation = "before_inspire"
    schema_name = "inspire"

    def answer(self, asked: Asked, **path: str) -> Answer:
        """Return the sections, each at most `limit` long."""
        now = clock.now()
        season, limit = asked["season"] or season_of(clock.today()), asked["limit"]
        found = themes(asked.lang, kinds=("place", "item", "tour"), season=season, tags=THEMES, each=limit)

        def section(*kinds: str, **how: Any) -> bytes:
            return objects(list_things(ListQuery(asked.lang, kinds, limit=limit, **how)).rows, now)

        sections = {
            b"season": as_bytes(season),
            b"themes": b"[" + b",".join([_theme(tag, rows, now) for tag, rows in found]) + b"]",
            b"highlights": section("place", "item", season_or_any=season),
            b"events": section("event", ends_after=now, by_start=True),
            b"stories": section("story"),
        }
        body = b"{" + b",".join([b'"' + name + b'":' + value for name, value in sections.items()]) + b"}"
        return Answer(body, asked.lang, at=now)


def _theme(tag: str, rows: list[Row], now: Any) -> bytes:
    """Return one theme; its name is what the first thing's document calls the tag, in the reader's language."""
    named = next((entry for entry in orjson.loads(rows[0].summary)["tags"] if entry["slug"] == tag), {"name": tag})
    head = as_bytes({"tag": tag, "name": named["name"]})
    return head[:-1] + b',"results":' + objects(rows, now) + b"}"
