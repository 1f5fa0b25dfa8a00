"""Reading what is published. Every function runs exactly one SQL statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cms import clock
from cms.publishing.opening import OpeningState, minute, opening_bytes, opening_members, spliced, state
from cms.publishing.query import ListQuery, Near, Statement, adapt_uuid, compile_list, make_cursor
from cms.publishing.rows import TABLES, Row, as_json, as_moment, as_row, as_uuid, fetch_all


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
    """The latest state of a thing in the order of sequence numbers; `lang` is the language given."""

    uuid: UUID
    kind: str
    slug: str
    lang: str
    sequence: int
    deleted: bool


@dataclass(frozen=True, slots=True)
class Absence:
    """Why a thing is not there: since when it is withdrawn, or under which slug it is now (only one is set)."""

    withdrawn_at: datetime | None = None
    moved_to: str = ""


def list_things(query: ListQuery) -> Listing:
    """Return a page of summaries, in editorial order or by distance."""
    sql, parameters = compile_list(query)
    found = fetch_all(sql, parameters)
    more = len(found) > query.limit
    rows = tuple(as_row(r) for r in found[: query.limit])
    if not more or query.by_start:
        return Listing(rows, "")
    return Listing(rows, make_cursor(*found[query.limit - 1][-2:], query=query))


def detail(lang: str, *, uuid: UUID | None = None, kind: str = "", slug: str = "") -> Detail | None:
    """Return one thing by uuid (of `kind`, where given), or by kind and slug; None when it is not public now."""
    statement = Statement()
    statement.add("d.lang = %s", lang)
    if uuid is not None:
        statement.add("t.uuid = %s", adapt_uuid(uuid))
    if kind:
        statement.add("t.kind = %s", kind)
    if slug:
        statement.add("t.slug = %s", slug)
    found = fetch_all(
        'SELECT t.uuid, t.kind, t.slug, d.lang_given, d.etag, d."full", t.windows, t.sequence, d.updated '
        f"{TABLES} WHERE {statement.where} LIMIT 1",
        statement.parameters,
    )
    if not found:
        return None
    r = found[0]
    return Detail(as_uuid(r[0]), r[1], r[2], r[3], r[4], bytes(r[5]), as_json(r[6]), r[7], as_moment(r[8]))


def changes(since: int, limit: int, *, lang: str, kinds: Sequence[str]) -> list[Change]:
    """Return up to `limit` things of some kinds with a sequence number above `since`, oldest change first.

    Each thing is there once, in its latest state. One whose time has not come yet is not; one whose time is over is
    deleted, even before the clock's loop has withdrawn it. COALESCE keeps databases on the index of sequences.
    """
    statement = Statement()
    now = statement.now
    found = fetch_all(
        "SELECT t.uuid, t.kind, t.slug, d.lang_given, t.sequence, d.id IS NULL OR t.withdrawn_at IS NOT NULL "  # noqa: S608
        "OR (t.visible_until IS NOT NULL AND t.visible_until <= %s) FROM cms_publishing_publishedthing t "
        "LEFT JOIN cms_publishing_publisheddocument d ON d.thing_id = t.uuid AND d.lang = %s "
        f"WHERE t.sequence > %s AND COALESCE(t.kind, '') IN ({', '.join(['%s'] * len(kinds))}) "
        "AND (t.visible_from IS NULL OR t.visible_from <= %s) ORDER BY t.sequence LIMIT %s",
        [now, lang, since, *kinds, now, limit],
    )
    return [Change(as_uuid(r[0]), r[1], r[2], r[3] or lang, r[4], bool(r[5])) for r in found]


def absence(kind: str, *, uuid: UUID | None = None, slug: str = "") -> Absence | None:
    """Return why a thing that `detail` did not find is not there; None for one that never was."""
    condition = "r.uuid = %s" if uuid is not None else "s.slug = %s"
    found = fetch_all(
        "SELECT r.slug, t.withdrawn_at, t.visible_until, t.uuid FROM cms_records_record r "  # noqa: S608
        "JOIN cms_records_recordslug s ON s.record_id = r.uuid "
        "LEFT JOIN cms_publishing_publishedthing t ON t.uuid = r.uuid "
        f"WHERE r.kind = %s AND {condition} LIMIT 1",
        [kind, adapt_uuid(uuid) if uuid is not None else slug],
    )
    if not found or found[0][3] is None:
        return None
    current, withdrawn, until = found[0][:3]
    if withdrawn is not None:
        return Absence(withdrawn_at=as_moment(withdrawn))
    if until is not None and as_moment(until) <= clock.now():
        return Absence(withdrawn_at=as_moment(until))
    return Absence(moved_to=current) if slug and current != slug else None


def own_texts(kinds: Sequence[str]) -> dict[tuple[str, str], int]:
    """Return how many public things of each kind have own text in each language, by (language, kind)."""
    statement = Statement()
    statement.among("t.kind", tuple(kinds))
    statement.add("d.own = %s", True)
    found = fetch_all(
        f"SELECT d.lang, t.kind, COUNT(*) {TABLES} WHERE {statement.where} GROUP BY d.lang, t.kind",
        statement.parameters,
    )
    return {(r[0], r[1]): r[2] for r in found}


def is_shown(on: str) -> bool:
    """Tell whether any thing that is public now was made from `on`, e.g. `asset:<uuid>`."""
    statement = Statement()
    statement.add('x."on" = %s', on)
    found = fetch_all(
        "SELECT 1 FROM cms_publishing_documentdependency x "  # noqa: S608
        f"JOIN cms_publishing_publishedthing t ON t.uuid = x.thing WHERE {statement.where} LIMIT 1",
        statement.parameters,
    )
    return bool(found)


def full_documents(lang: str, *, kind: str) -> list[bytes]:
    """Return the full documents of all things of one kind that are public now, the latest change first."""
    statement = Statement()
    statement.add("t.kind = %s AND d.lang = %s", kind, lang)
    found = fetch_all(
        f'SELECT d."full" {TABLES} WHERE {statement.where} ORDER BY t.sequence DESC',
        statement.parameters,
    )
    return [bytes(r[0]) for r in found]


__all__ = [
    "Absence",
    "Change",
    "Detail",
    "ListQuery",
    "Listing",
    "Near",
    "Row",
    "absence",
    "changes",
    "detail",
    "full_documents",
    "is_shown",
    "list_things",
    "minute",
    "opening_bytes",
    "opening_members",
    "own_texts",
    "spliced",
]
