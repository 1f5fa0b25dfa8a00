"""Reading what is published. Every function runs exactly one SQL statement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from cms import clock
from cms.publishing.opening import OpeningState, state
from cms.publishing.query import ListQuery, Near, Statement, adapt_uuid, compile_list, make_cursor


@dataclass(frozen=True, slots=True)
class Row:
    """One thing of a list in one language: its stored summary bytes and what is outside of them."""

    uuid: UUID
    summary: bytes
    etag: str
    windows: list[list[int | None]] | None
    lat: float | None
    lon: float | None

    def opening(self, at: datetime) -> OpeningState:
        """Return the opening state at an instant."""
        return state(self.windows, at)


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of a list; `next_cursor` is empty on the last one."""

    rows: tuple[Row, ...]
    next_cursor: str


@dataclass(frozen=True, slots=True)
class Detail:
    """One thing in one language: its stored bytes and what is outside of them."""

    uuid: UUID
    kind: str
    slug: str
    lang: str
    etag: str
    full: bytes
    windows: list[list[int | None]] | None
    sequence: int
    updated: datetime

    def opening(self, at: datetime) -> OpeningState:
        """Return the opening state at an instant."""
        return state(self.windows, at)


@dataclass(frozen=True, slots=True)
class Change:
    """The latest state of a thing in the order of sequence numbers."""

    uuid: UUID
    kind: str
    slug: str
    sequence: int
    deleted: bool


def list_things(query: ListQuery) -> Listing:
    """Return a page of summaries, in editorial order or by distance."""
    sql, parameters = compile_list(query)
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        found = cursor.fetchall()
    rows = tuple(Row(_uuid(r[0]), bytes(r[1]), r[2], _json(r[3]), r[4], r[5]) for r in found[: query.limit])
    more = len(found) > query.limit
    last = found[query.limit - 1] if more else None
    return Listing(rows, make_cursor(last[6], last[7]) if last else "")


def detail(lang: str, *, uuid: UUID | None = None, kind: str = "", slug: str = "") -> Detail | None:
    """Return one thing by uuid, or by kind and slug; None when it is not public now."""
    statement = Statement(lang)
    if uuid is not None:
        statement.add("t.uuid = %s", adapt_uuid(uuid))
    else:
        statement.add("t.kind = %s AND t.slug = %s", kind, slug)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.uuid, t.kind, t.slug, d.lang_given, d.etag, d.full, t.windows, t.sequence, d.updated "  # noqa: S608
            "FROM cms_publishing_publishedthing t JOIN cms_publishing_publisheddocument d ON d.thing_id = t.uuid "
            f"WHERE {statement.where}".replace("d.full", 'd."full"'),
            statement.parameters,
        )
        r = cursor.fetchone()
    if r is None:
        return None
    return Detail(_uuid(r[0]), r[1], r[2], r[3], r[4], bytes(r[5]), _json(r[6]), r[7], r[8])


def changes(since: int, limit: int) -> list[Change]:
    """Return up to `limit` things with a sequence number above `since`, oldest change first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.uuid, t.kind, t.slug, t.sequence, t.withdrawn_at IS NOT NULL FROM cms_publishing_publishedthing t "
            "WHERE t.sequence > %s ORDER BY t.sequence LIMIT %s",
            [since, limit],
        )
        return [Change(_uuid(r[0]), r[1], r[2], r[3], bool(r[4])) for r in cursor.fetchall()]


def opening_members(opening: OpeningState) -> bytes:
    """Return `,"open_now":…,"next_change":…` to be spliced into a stored object; times in Asia/Tokyo."""
    change = opening.next_change
    flag = b"null" if opening.open_now is None else b"true" if opening.open_now else b"false"
    return (
        b',"open_now":' + flag + b',"next_change":' + (b'"' + change.isoformat().encode() + b'"' if change else b"null")
    )


def spliced(stored: bytes, members: bytes) -> bytes:
    """Return a stored JSON object with further members put before its closing brace."""
    return stored[:-1] + members + b"}"


def minute(at: datetime | None = None) -> str:
    """Return the minute that the ETag of an answer with opening states includes."""
    return (at or clock.now()).strftime("%Y%m%d%H%M")


def _uuid(value: Any) -> UUID:
    return value if isinstance(value, UUID) else UUID(hex=value)


def _json(value: Any) -> Any:
    return orjson.loads(value) if isinstance(value, (str, bytes)) else value


__all__ = [
    "Change",
    "Detail",
    "ListQuery",
    "Listing",
    "Near",
    "Row",
    "changes",
    "detail",
    "list_things",
    "minute",
    "opening_members",
    "spliced",
]
