"""The closing days of real museums of Tsuyama, in the weeks that break other engines."""

from __future__ import annotations

from datetime import date

import pytest

from tests.tours.opening.rules import (
    CITY_MUSEUM,
    HOLIDAYS,
    KAKUZAN_PARK,
    RAILWAY_MUSEUM,
    WESTERN_LEARNING,
    WONDER_MUSEUM,
    closed_dates,
    rule,
    tokyo,
)
from tours.opening import HolidayCalendar, windows


def test_a_day_between_two_holidays_is_a_holiday():
    assert HOLIDAYS.name(date(2026, 9, 22)) == "国民の休日"


def test_a_substitute_holiday_is_known():
    assert HOLIDAYS.is_holiday(date(2027, 3, 22))
    assert not HOLIDAYS.is_holiday(date(2027, 3, 23))


def test_a_city_may_add_and_strike_holidays():
    calendar = HolidayCalendar({date(2026, 9, 22): None, date(2026, 10, 25): "津山まつり"})
    assert not calendar.is_holiday(date(2026, 9, 22))
    assert calendar.name(date(2026, 10, 25)) == "津山まつり"


@pytest.mark.parametrize(
    ("first", "last", "closed"),
    [
        ("2026-03-01", "2026-03-31", ["03-02", "03-09", "03-16", "03-23", "03-30"]),
        ("2026-04-01", "2026-04-30", []),
        ("2026-06-01", "2026-06-16", ["06-01", "06-02", "06-08", "06-09", "06-15", "06-16"]),
        ("2026-09-14", "2026-09-28", ["09-14", "09-28"]),  # Mondays 21 (holiday) is open
        (
            "2026-12-21",
            "2027-01-05",
            ["12-21", "12-22", "12-28", "12-29", "12-30", "12-31", "01-01", "01-02", "01-04", "01-05"],
        ),
    ],
)
def test_the_wonder_museum_follows_its_table_of_months(first, last, closed):
    assert closed_dates(WONDER_MUSEUM, first, last) == closed


def test_the_railway_museum_moves_monday_past_silver_week():
    assert closed_dates(RAILWAY_MUSEUM, "2026-09-19", "2026-09-29") == ["09-24", "09-28"]


def test_the_railway_museum_moves_monday_past_golden_week():
    assert closed_dates(RAILWAY_MUSEUM, "2026-04-27", "2026-05-11") == ["04-27", "05-07", "05-11"]


def test_the_railway_museum_does_not_close_after_a_holiday_in_the_week():
    assert "11-04" not in closed_dates(RAILWAY_MUSEUM, "2026-11-02", "2026-11-08")


def test_the_railway_museum_opens_on_new_years_day_but_not_on_new_years_eve():
    assert closed_dates(RAILWAY_MUSEUM, "2026-12-28", "2027-01-03") == ["12-28", "12-29", "12-30", "12-31"]


def test_the_city_museum_closes_on_mondays_and_after_every_holiday():
    assert closed_dates(CITY_MUSEUM, "2026-09-18", "2026-09-28") == ["09-21", "09-22", "09-23", "09-24", "09-28"]
    assert closed_dates(CITY_MUSEUM, "2026-11-02", "2026-11-06") == ["11-02", "11-04"]


def test_the_city_museum_rests_over_new_year():
    assert closed_dates(CITY_MUSEUM, "2026-12-28", "2027-01-05") == [
        "12-28", "12-29", "12-30", "12-31", "01-01", "01-02", "01-03", "01-04",
    ]  # fmt: skip


def test_western_learning_stays_open_through_a_run_of_holidays_and_closes_once_after_it():
    assert closed_dates(WESTERN_LEARNING, "2026-09-15", "2026-09-27") == ["09-24"]


def test_western_learning_closes_after_a_holiday_in_the_week():
    assert closed_dates(WESTERN_LEARNING, "2026-11-02", "2026-11-08") == ["11-02", "11-04"]


@pytest.mark.parametrize(
    ("day", "opens", "closes"),
    [
        ("2026-09-30", "08:40", "19:00"),
        ("2026-10-01", "08:40", "17:00"),
        ("2027-01-01", "08:40", "17:00"),
        ("2027-03-26", "08:40", "17:00"),
        ("2027-03-27", "07:30", "22:00"),
        ("2027-04-11", "07:30", "22:00"),
        ("2027-04-12", "08:40", "19:00"),
    ],
)
def test_kakuzan_park_keeps_its_seasons_and_its_festival(day, opens, closes):
    (window,) = windows(rule(KAKUZAN_PARK), date.fromisoformat(day), 1, HOLIDAYS)
    assert (window.start, window.end) == (tokyo(f"{day}T{opens}"), tokyo(f"{day}T{closes}"))


def test_last_entry_travels_with_the_window():
    (window,) = windows(rule(RAILWAY_MUSEUM), date(2026, 11, 22), 1, HOLIDAYS)
    assert window.last_entry == tokyo("2026-11-22T15:30")
    assert window.epochs() == (1795305600, 1795330800)
