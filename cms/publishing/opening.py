"""Is it open? Answered from the stored windows, without the rule, in microseconds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

import orjson

from cms import clock


@dataclass(frozen=True, slots=True)
class OpeningState:
    """`open_now` is None where no hours are known; times are aware, in Asia/Tokyo."""

    open_now: bool | None
    closes_at: datetime | None = None
    opens_at: datetime | None = None
    last_entry: datetime | None = None

    @property
    def next_change(self) -> datetime | None:
        """When the state changes next, as far as the windows reach."""
        return self.closes_at if self.open_now else self.opens_at


UNKNOWN = OpeningState(open_now=None)

NOTEWORTHY_S: Final = 2 * 86400
"""A closing further off than two days is not told: a place that never closes has one window to the end of the look-ahead."""


def state(windows: Sequence[Sequence[int | None]] | None, at: datetime) -> OpeningState:
    """Return the state at an instant from `[[start, end, last_entry?], …]` in epoch seconds, sorted; None: unknown."""
    if windows is None:
        return UNKNOWN
    moment = at.timestamp()
    for window in windows:
        start, end = int(window[0] or 0), int(window[1] or 0)
        if start <= moment < end:
            last = window[2] if len(window) > 2 else None
            closes_at = _time(end) if end - moment <= NOTEWORTHY_S else None
            return OpeningState(True, closes_at=closes_at, last_entry=_time(last) if last else None)
        if start > moment:
            return OpeningState(False, opens_at=_time(start))
    return OpeningState(open_now=False)


def _time(epoch: int) -> datetime:
    return datetime.fromtimestamp(epoch, tz=clock.TOKYO)


def opening_members(opening: OpeningState) -> bytes:
    """Return `,"open_now":…,"next_change":…` to be spliced into a stored object; times in Asia/Tokyo."""
    change = opening.next_change
    flag = b"null" if opening.open_now is None else b"true" if opening.open_now else b"false"
    return (
        b',"open_now":' + flag + b',"next_change":' + (b'"' + change.isoformat().encode() + b'"' if change else b"null")
    )


def stored_bytes(stored: Any, epoch: float) -> bytes:
    """Return `opening_bytes` of windows as a database holds them: JSON text, parsed windows, or None."""
    return opening_bytes(_coming(stored, epoch) if isinstance(stored, str) else stored, epoch)


def _coming(stored: str, epoch: float) -> Any:
    """Return the first windows of a JSON text where one of them is still to end, else all.

    A list looks at twenty things and needs the next window of each; sixteen days of them would be parsed for nothing.
    """
    cut = 0
    for _ in range(4):
        cut = stored.find("]", cut) + 1
        if not cut:
            return orjson.loads(stored)
    found = orjson.loads(stored[:cut] + "]") if cut < len(stored) else orjson.loads(stored)
    return found if found and found[-1][1] > epoch else orjson.loads(stored)


def opening_bytes(windows: Sequence[Sequence[int | None]] | None, epoch: float) -> bytes:
    """Return what `opening_members` says of a state at an instant, without making the state: lists need twenty."""
    if windows is None:
        return b',"open_now":null,"next_change":null'
    for window in windows:
        end = window[1] or 0
        if end > epoch:
            start = window[0] or 0
            if start <= epoch and end - epoch > NOTEWORTHY_S:
                return b',"open_now":true,"next_change":null'
            return _change(start <= epoch, end if start <= epoch else start)
    return b',"open_now":false,"next_change":null'


@lru_cache(maxsize=8192)
def _change(open_now: bool, epoch: int) -> bytes:
    change = datetime.fromtimestamp(epoch, tz=clock.TOKYO)
    return f',"open_now":{"true" if open_now else "false"},"next_change":"{change.isoformat()}"'.encode()


def spliced(stored: bytes, members: bytes) -> bytes:
    """Return a stored JSON object with further members put before its closing brace."""
    return stored[:-1] + members + b"}"


def minute(at: datetime | None = None) -> str:
    """Return the minute that the ETag of an answer with opening states includes."""
    return (at or clock.now()).strftime("%Y%m%d%H%M")
