"""When it is the database that is not there: an answer that says to come again."""

from __future__ import annotations

from typing import Final

from django.db import InterfaceError, OperationalError, connection

RETRY: Final = {"Retry-After": "5"}
"""Seconds; a connection that was cut is made anew by the next request."""


def is_outage(exception: BaseException | None) -> bool:
    """Return whether PostgreSQL went away, cut the connection or gave up on two who waited for each other.

    SQLite has no such thing: its operational errors are faults of the file or ours.
    """
    return connection.vendor == "postgresql" and isinstance(exception, (OperationalError, InterfaceError))
