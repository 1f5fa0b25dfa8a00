"""Searching: a page of things with snippets and facets, and suggestions."""

from __future__ import annotations

import base64
import math
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Any
from uuid import UUID

import orjson

from cms import clock
from cms.publishing.opening import OpeningState, state
from cms.publishing.query import BadCursor
from cms.search.engine import EVERYTHING, Answer, Facets, Hit, Narrowed, Wanted
from cms.search.engines import engine
from cms.search.lexicon import lexicon
from cms.search.misses import note
from cms.search.rewording import FEW, NOTHING_ELSE, Meant, is_little, name_instead, only_inside_names, reworded
from cms.search.suggesting import suggested
from cms.search.tokens import QueryPlan, query_plan, snippet, suggestion_prefixes

LONGEST_QUERY = 200
FARTHEST = 2**62
"""Above every score that a cursor can hold: tiers, or squared metres."""


@dataclass(frozen=True, slots=True)
class Found:
    """One thing found: stored summary bytes, the snippet as safe HTML with `<mark>`, and the opening state."""

    uuid: UUID
    kind: str
    name: str
    summary: bytes
    snippet_html: str
    snippet: str
    opening: OpeningState
    etag: str
    lat: float | None = None
    lon: float | None = None
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class SearchPage:
    """A page of results; `next_cursor` is empty on the last one. `plan` is what was looked for in the end, None for nothing."""

    rows: tuple[Found, ...]
    facets: Facets
    next_cursor: str
    engine: str
    meant: Meant = NOTHING_ELSE
    plan: QueryPlan | None = None
    by_distance: bool = False
    searched: str = ""
    """The language whose texts hold what was asked, where it is not that of the page."""


def search(
    lang: str,
    q: str,
    *,
    kinds: tuple[str, ...] = (),
    tags: tuple[str, ...] = (),
    limit: int = 20,
    cursor: str = "",
    narrowed: Narrowed = EVERYTHING,
) -> SearchPage:
    """Return what a query finds in one language, best first; nothing for a query of punctuation only.

    A query that finds nothing is asked otherwise (`rewording`). What has it only inside another name is no answer.
    """
    q, known, now = q[:LONGEST_QUERY], lexicon(), clock.now()
    plan = query_plan(q, lang, known)
    asked = _question(lang, q, kinds, tags, narrowed)
    wanted = Wanted(
        lang=lang,
        plan=plan,
        now=int(now.timestamp()),
        kinds=kinds,
        tags=tags,
        limit=limit,
        after=_after(cursor, asked) if cursor else None,
        narrowed=narrowed,
        typed=q,
    )
    asking = engine()
    if plan.is_empty:
        return SearchPage((), Facets(), "", asking.name)
    answer, meant = asking.find(wanted), NOTHING_ELSE
    if not cursor and only_inside_names(wanted, answer, known):
        answer, meant = Answer(engine=answer.engine), name_instead(asking, wanted, known)
    elif is_little(answer) and not (cursor and sum(answer.facets.kinds.values()) > FEW):
        answer, wanted, meant = reworded(asking, wanted, answer, query=q, known=known)
    if not (cursor or kinds or tags) and narrowed is EVERYTHING:
        note(lang, q, sum(answer.facets.kinds.values()), mended=meant.shown)
    hits = answer.hits
    last = hits[limit - 1] if len(hits) > limit else None
    rows = [_found(hit, wanted.plan, now) for hit in hits[:limit]]
    next_cursor = _cursor(last, asked) if last else ""
    together = tuple(rows) if narrowed.by_distance else _dates_first(rows)
    return SearchPage(
        together,
        answer.facets,
        next_cursor,
        answer.engine or asking.name,
        meant,
        wanted.plan,
        narrowed.by_distance,
        searched=wanted.lang if wanted.shown else "",
    )


def suggest(lang: str, q: str, *, limit: int = 8) -> list[bytes]:
    """Return the summaries of things with a name that begins like `q`, whole names before later words."""
    prefixes = suggestion_prefixes(q[:LONGEST_QUERY])
    return suggested(lang, prefixes, now=int(clock.now().timestamp()), limit=limit) if prefixes else []


def _found(hit: Hit, plan: QueryPlan, now: Any) -> Found:
    full = orjson.loads(hit.full)
    text = " ".join(part for part in (full["short"], full.get("text") or full.get("lead") or "") if part)
    pieces = snippet(text, plan)
    windows = orjson.loads(hit.windows) if isinstance(hit.windows, str | bytes) else hit.windows
    return Found(
        uuid=UUID(str(hit.uuid)),
        kind=hit.kind,
        name=full["name"],
        summary=hit.summary,
        snippet_html="".join(
            f"<mark>{escape(piece.text)}</mark>" if piece.hit else escape(piece.text) for piece in pieces
        ),
        snippet="".join(piece.text for piece in pieces),
        opening=state(windows, now),  # type: ignore[arg-type]
        etag=hit.etag,
        lat=hit.lat,
        lon=hit.lon,
        score=hit.score,
    )


def _question(*asked: object) -> int:
    """Return a checksum of a question: scores of one question say nothing about another's."""
    return zlib.crc32(repr(asked).encode(errors="surrogatepass"))


def _dates_first(rows: Iterable[Found]) -> tuple[Found, ...]:
    """Return a page with the event and the place of one name side by side, where the better of them stood.

    A festival is both. The event comes first, for it has the dates; the place says where and what.
    """
    together: dict[str, list[Found]] = {}
    for row in rows:
        together.setdefault(row.name if row.kind in {"event", "place"} else str(row.uuid), []).append(row)
    return tuple(row for alike in together.values() for row in sorted(alike, key=lambda row: row.kind != "event"))


def _cursor(hit: Hit, asked: int) -> str:
    return base64.urlsafe_b64encode(orjson.dumps([asked, hit.score, hit.number])).decode().rstrip("=")


def _after(cursor: str, asked: int) -> tuple[float, int]:
    try:
        question, score, number = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if question != asked or type(number) is not int or not 0 <= number < 2**63:
            raise ValueError(question)
        if not (math.isfinite(score) and abs(score) < FARTHEST):
            raise ValueError(score)
        return float(score), number
    except (ValueError, TypeError, OverflowError) as error:
        raise BadCursor("cursor is not one that this search gave out") from error
