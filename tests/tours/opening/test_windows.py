"""Windows and states: order, midnight, holidays by hours, places without known times; checked by example and by property."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tours.opening.rules import HOLIDAYS, daily, rule, tokyo
from tests.tours.opening.strategies import opening_rules
from tours.opening import ALWAYS_OPEN, UNKNOWN, state, windows
from tours.opening.closing import Closing, closing

SUNDAY = date(2026, 11, 22)


def test_a_bar_that_closes_after_midnight_is_open_in_the_small_hours_of_the_next_day():
    found = windows(rule({"hours": daily("18:00", "02:00")}), SUNDAY, 1, HOLIDAYS)
    assert [(w.start, w.end) for w in found] == [
        (tokyo("2026-11-21T18:00"), tokyo("2026-11-22T02:00")),
        (tokyo("2026-11-22T18:00"), tokyo("2026-11-23T02:00")),
    ]
    assert state(found, tokyo("2026-11-22T01:59")).open_now
    assert not state(found, tokyo("2026-11-22T02:00")).open_now


def test_a_midday_rest_gives_two_windows_and_tells_when_it_ends():
    form = {
        "hours": [
            {"days": ["sun"], "spans": [{"opens": "13:00", "closes": "17:00"}, {"opens": "09:00", "closes": "12:00"}]}
        ]
    }
    found = windows(rule(form), SUNDAY, 1, HOLIDAYS)
    noon = state(found, tokyo("2026-11-22T12:30"))
    assert noon.open_now is False
    assert noon.opens_at == noon.next_change == tokyo("2026-11-22T13:00")


def test_the_state_says_last_entry_until_it_has_passed():
    found = windows(rule({"hours": daily("09:00", "16:00", "15:30")}), SUNDAY, 1, HOLIDAYS)
    assert state(found, tokyo("2026-11-22T15:24")).last_entry_at == tokyo("2026-11-22T15:30")
    late = state(found, tokyo("2026-11-22T15:45"))
    assert late.last_entry_at is None
    assert late.closes_at == tokyo("2026-11-22T16:00")


def test_a_place_that_never_closes_is_one_window_without_a_closing_time():
    found = windows(ALWAYS_OPEN, SUNDAY, 14, HOLIDAYS)
    assert len(found) == 1
    assert found[0].open_ended
    assert found[0].epochs()[1] - found[0].epochs()[0] == 14 * 86400
    now = state(found, tokyo("2026-11-30T03:00"))
    assert now.open_now
    assert now.closes_at is None
    assert now.next_change is None


def test_a_dated_closure_interrupts_even_a_place_that_never_closes():
    form = {"kind": "always", "exceptions": [{"from": "2026-11-24", "until": "2026-11-25", "reason": "工事"}]}
    found = windows(rule(form), SUNDAY, 7, HOLIDAYS)
    assert (found[0].start, found[0].end) == (tokyo("2026-11-22T00:00"), tokyo("2026-11-24T00:00"))
    assert found[1].start == tokyo("2026-11-26T00:00")


def test_unknown_times_are_not_shown_as_closed():
    assert windows(UNKNOWN, SUNDAY, 14, HOLIDAYS) == []
    assert state([], tokyo("2026-11-22T10:00"), known=UNKNOWN.known).open_now is None


def test_holiday_hours_count_on_holidays_only():
    form = {"hours": daily("09:00", "17:00"), "holiday_spans": [{"opens": "10:00", "closes": "15:00"}]}
    labour_thanksgiving, ordinary = windows(rule(form), date(2026, 11, 23), 2, HOLIDAYS)
    assert labour_thanksgiving.start == tokyo("2026-11-23T10:00")
    assert ordinary.start == tokyo("2026-11-24T09:00")


def test_a_season_may_suspend_closing_days_but_not_the_new_year_rest():
    form = {
        "hours": daily("09:00", "17:00"),
        "seasons": [
            {"from": "12-01", "until": "01-31", "hours": daily("10:00", "16:00"), "without_closing_days": True}
        ],
        "closed_weekdays": [{"days": ["mon"]}],
        "closed_dates": [{"from": "12-29", "until": "01-03"}],
    }
    monday, in_rest = (
        windows(rule(form), date(2026, 12, 28), 1, HOLIDAYS),
        windows(rule(form), date(2026, 12, 29), 6, HOLIDAYS),
    )
    assert monday[0].start == tokyo("2026-12-28T10:00")
    assert [w.start for w in in_rest] == []


def test_closed_on_holidays_says_why():
    office = rule(
        {"hours": daily("08:30", "17:15"), "closed_on_holidays": True, "closed_weekdays": [{"days": ["sat", "sun"]}]}
    )
    assert closing(office, date(2026, 9, 22), HOLIDAYS) is Closing.HOLIDAY
    assert closing(office, SUNDAY, HOLIDAYS) is Closing.WEEKDAY


@settings(deadline=None)
@given(opening_rules(), st.dates(date(2025, 1, 1), date(2029, 12, 1)), st.integers(1, 20))
def test_windows_are_sorted_apart_and_of_positive_length(form, start, days):
    found = windows(rule(form), start, days, HOLIDAYS)
    assert all(window.start < window.end for window in found)
    assert all(earlier.end < later.start for earlier, later in pairwise(found))
    assert all(window.last_entry is None or window.start <= window.last_entry <= window.end for window in found)


@settings(deadline=None)
@given(opening_rules(), st.dates(date(2025, 1, 1), date(2029, 12, 1)), st.integers(0, 14 * 1440))
def test_the_state_agrees_with_the_windows(form, start, minute):
    found = windows(rule(form), start, 14, HOLIDAYS)
    at = tokyo(f"{start}T00:00") + timedelta(minutes=minute)
    now = state(found, at)
    assert now.open_now == any(window.start <= at < window.end for window in found)
    if now.next_change:
        assert now.next_change > at
        assert state(found, now.next_change - timedelta(seconds=1)).open_now == now.open_now
        assert state(found, now.next_change).open_now != now.open_now


@settings(deadline=None)
@given(opening_rules(), st.dates(date(2025, 1, 1), date(2029, 12, 1)), st.integers(2, 14))
def test_a_longer_look_ahead_never_changes_what_a_shorter_one_said(form, start, days):
    near, far = (windows(rule(form), start, length, HOLIDAYS) for length in (days, days + 7))
    edge = tokyo(f"{start}T00:00") + timedelta(days=days)
    assert [w.epochs() for w in near if w.end < edge] == [w.epochs() for w in far if w.end < edge]
