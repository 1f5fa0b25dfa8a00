"""Is it open? Answered from the stored windows, without the rule, in microseconds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

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


def state(windows: Sequence[Sequence[int | None]] | None, at: datetime) -> OpeningState:
    """Return the state at an instant from `[[start, end, last_entry?], …]` in epoch seconds, sorted; None: hours unknown."""
    if windows is None:
        return UNKNOWN
    moment = at.timestamp()
    for window in windows:
        start, end = int(window[0] or 0), int(window[1] or 0)
        if start <= moment < end:
            last = window[2] if len(window) > 2 else None
            return OpeningState(True, closes_at=_time(end), last_entry=_time(last) if last else None)
        if start > moment:
            return OpeningState(False, opens_at=_time(start))
    return OpeningState(open_now=False)


def _time(epoch: int) -> datetime:
    return datetime.fromtimestamp(epoch, tz=clock.TOKYO)
