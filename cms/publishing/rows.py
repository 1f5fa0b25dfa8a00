"""Rows as they come from the database, on SQLite and PostgreSQL alike."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from django.db import connection

from cms.publishing.opening import OpeningState, state

TABLES = "FROM cms_publishing_publishedthing t JOIN cms_publishing_publisheddocument d ON d.thing_id = t.uuid "


class Row(NamedTuple):
    """One thing of a list in one language: its stored summary bytes and what is outside of them.

    A tuple straight from the database: a list makes twenty of them per request, and most members are never looked at.
    """

    summary: bytes
    etag: str
    lang: str
    stored_uuid: Any
    kind: str
    stored_windows: Any
    lat: float | None
    lon: float | None

    @property
    def uuid(self) -> UUID:
        """The thing's uuid."""
        return as_uuid(self.stored_uuid)

    @property
    def windows(self) -> list[list[int | None]] | None:
        """The opening windows in epoch seconds; None where no hours are known."""
        return as_json(self.stored_windows)

    def opening(self, at: datetime) -> OpeningState:
        """Return the opening state at an instant."""
        return state(self.windows, at)


def fetch_all(sql: str, parameters: Sequence[Any]) -> list[Any]:
    """Run one statement and return its rows."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def as_row(found: Sequence[Any]) -> Row:
    """Return the columns of `query.ROW` as a Row; PostgreSQL gives memoryviews for bytes."""
    row = Row._make(found[:8])
    return row if isinstance(row.summary, bytes) else row._replace(summary=bytes(row.summary))


def as_uuid(value: Any) -> UUID:
    """Return a uuid as the ORM gives it; SQLite has 32 hexadecimal digits."""
    return value if isinstance(value, UUID) else UUID(hex=value)


def as_json(value: Any) -> Any:
    """Return a JSON column as the ORM gives it; SQLite has text."""
    return orjson.loads(value) if isinstance(value, (str, bytes)) else value


def as_moment(value: Any) -> datetime:
    """Return a time as the ORM gives it; SQLite has text in UTC."""
    found = datetime.fromisoformat(value) if isinstance(value, str) else value
    return found if found.tzinfo else found.replace(tzinfo=UTC)
