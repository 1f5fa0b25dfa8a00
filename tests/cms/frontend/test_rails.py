"""Hours and months drawn as lines, with the same said in words."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from cms.clock import TOKYO
from cms.frontend.rails import DAY_WIDTH, YEAR_WIDTH, day_rail, months, year_rail

NOON = datetime(2026, 4, 4, 12, 0, tzinfo=TOKYO)


def window(start: datetime, end: datetime) -> list[int]:
    return [int(start.timestamp()), int(end.timestamp())]


def test_the_day_runs_from_six_to_twenty_four():
    rail = day_rail([window(NOON.replace(hour=9), NOON.replace(hour=18))], at=NOON, language="en")
    assert rail is not None
    assert [(bar.x, bar.width) for bar in rail.bars] == [(60.0, 180.0)]
    assert rail.now == 120.0


def test_the_label_says_the_hours_and_the_time():
    with translation.override("en"):
        rail = day_rail([window(NOON.replace(hour=9), NOON.replace(hour=17))], at=NOON, language="en")
    assert rail is not None
    assert rail.label == "Today 09:00–17:00. It is 12:00 now."


def test_a_day_without_a_window_has_no_rail():
    tomorrow = [window(NOON.replace(day=5, hour=9), NOON.replace(day=5, hour=17))]
    assert day_rail(tomorrow, at=NOON, language="ja") is None
    assert day_rail([], at=NOON, language="ja") is None


def test_before_six_there_is_no_now_mark():
    rail = day_rail([window(NOON.replace(hour=9), NOON.replace(hour=17))], at=NOON.replace(hour=3), language="ja")
    assert rail is not None
    assert rail.now is None


@given(st.integers(0, 23), st.integers(1, 40), st.integers(0, 23))
def test_bars_never_leave_the_day(start, hours, now):
    opens = datetime(2026, 4, 4, start, tzinfo=TOKYO)
    rail = day_rail(
        [[int(opens.timestamp()), int(opens.timestamp()) + hours * 3600]], at=NOON.replace(hour=now), language="en"
    )
    for bar in rail.bars if rail else ():
        assert 0 <= bar.x <= bar.x + bar.width <= DAY_WIDTH + 0.1


@given(st.dates(date(2024, 1, 1), date(2028, 12, 31)))
def test_months_stay_on_the_year(day):
    assert 0 <= months(day) < YEAR_WIDTH


def test_the_cherry_festival_is_drawn_in_cherry_and_named():
    events = [
        {"name": "津山さくらまつり", "starts": "2026-03-27", "ends": "2026-04-12"},
        {"name": "津山まつり", "starts": "2026-10-18"},
    ]
    rail = year_rail(events, today=date(2026, 4, 4), language="ja")
    assert rail is not None
    assert [bar.season for bar in rail.bars] == [True, False]
    assert "津山さくらまつり" in rail.label
    assert rail.month == 4


def test_an_event_across_new_year_ends_at_the_rails_end():
    rail = year_rail(
        [{"name": "x", "starts": "2026-12-20", "ends": "2027-01-10"}], today=date(2026, 4, 4), language="ja"
    )
    assert rail is not None
    assert rail.bars[0].x + rail.bars[0].width == YEAR_WIDTH


def test_events_without_dates_draw_nothing():
    assert year_rail([{"name": "x"}], today=date(2026, 4, 4), language="ja") is None
