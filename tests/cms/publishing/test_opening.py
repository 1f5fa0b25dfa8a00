"""Open or closed, from the stored windows alone."""

from __future__ import annotations

from datetime import datetime, timedelta

from cms.clock import TOKYO
from cms.publishing.opening import opening_bytes, opening_members, state

MORNING = datetime(2026, 11, 22, 9, 0, tzinfo=TOKYO)


def window(start: datetime, hours: float, last_entry: datetime | None = None) -> list[int | None]:
    end = start + timedelta(hours=hours)
    return [int(start.timestamp()), int(end.timestamp()), int(last_entry.timestamp()) if last_entry else None]


def test_open_until_its_closing_and_last_entry() -> None:
    entry = MORNING.replace(hour=16, minute=30)
    now = state([window(MORNING, 8, entry)], MORNING.replace(hour=10))
    assert (now.open_now, now.closes_at, now.last_entry) == (True, MORNING.replace(hour=17), entry)
    assert now.next_change == MORNING.replace(hour=17)


def test_closed_until_the_next_window() -> None:
    tomorrow = MORNING + timedelta(days=1)
    now = state([window(MORNING, 8), window(tomorrow, 8)], MORNING.replace(hour=17))
    assert (now.open_now, now.opens_at) == (False, tomorrow)


def test_a_place_that_never_closes_tells_no_closing_time() -> None:
    now = state([window(MORNING.replace(hour=0), 14 * 24)], MORNING)
    assert now.open_now is True
    assert now.closes_at is None
    assert now.next_change is None


def test_unknown_hours_are_neither_open_nor_closed() -> None:
    assert state(None, MORNING).open_now is None


def test_lists_say_byte_for_byte_what_details_say() -> None:
    hours = [window(MORNING, 8), window(MORNING + timedelta(days=1), 14 * 24)]
    for hour in (0, 9, 12, 17, 23, 34, 60):
        at = MORNING.replace(hour=0) + timedelta(hours=hour)
        assert opening_bytes(hours, at.timestamp()) == opening_members(state(hours, at))
