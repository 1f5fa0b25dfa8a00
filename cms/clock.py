"""The only source of time. Everything else asks here, so that a test can move the whole system into another month.

`KAKUZAN_CLOCK_OFFSET` (seconds, may be negative) shifts the clock of a process: a rehearsal of New Year, or a test
that nothing runs dry thirty days ahead.
"""

from __future__ import annotations

import os
import time
from datetime import UTC, date, datetime
from typing import Final
from zoneinfo import ZoneInfo

TOKYO: Final = ZoneInfo("Asia/Tokyo")
"""Opening rules, event dates and everything a visitor reads are in this zone."""

OFFSET_VARIABLE: Final = "KAKUZAN_CLOCK_OFFSET"


class ClockOffsetError(ValueError):
    """The offset in the environment is not a number of seconds."""


def epoch() -> float:
    """Return seconds since 1970-01-01 UTC, shifted by the offset; raise ClockOffsetError."""
    return time.time() + _offset()


def now() -> datetime:
    """Return this moment as an aware datetime in UTC; raise ClockOffsetError."""
    return datetime.fromtimestamp(epoch(), tz=UTC)


def local_now() -> datetime:
    """Return this moment as an aware datetime in Asia/Tokyo."""
    return now().astimezone(TOKYO)


def today() -> date:
    """Return the date that a calendar in Tsuyama shows."""
    return local_now().date()


def _offset() -> float:
    text = os.environ.get(OFFSET_VARIABLE)
    if not text:
        return 0.0
    try:
        return float(text)
    except ValueError:
        raise ClockOffsetError(f"{OFFSET_VARIABLE} must be a number of seconds, not {text!r}.") from None
