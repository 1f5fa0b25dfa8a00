"""What holds for any value in any language."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.languages import formats
from cms.languages.table import CODES, UnknownLanguage

languages = st.sampled_from(CODES)
days = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@given(days, languages, st.booleans(), st.booleans())
def test_a_date_holds_its_numbers(day: date, lang: str, weekday: bool, year: bool) -> None:
    text = formats.date_text(day, lang, weekday=weekday, year=year)
    assert str(day.day) in text
    assert (str(day.year) in text) == year


@given(days, st.integers(0, 400), languages, st.booleans())
def test_a_range_holds_both_days_and_any_change_of_year(day: date, length: int, lang: str, year: bool) -> None:
    end = day + timedelta(days=length)
    text = formats.date_range(day, end, lang, year=year)
    assert str(day.day) in text
    assert str(end.day) in text
    if year:
        assert {str(day.year), str(end.year)} <= set("".join(c if c.isdigit() else " " for c in text).split())


@given(st.times(), languages)
def test_times_never_say_am_or_pm(moment: time, lang: str) -> None:
    text = formats.time_text(moment, lang)
    hour, minute = text.split(":")
    assert (int(hour), int(minute)) == (moment.hour, moment.minute)


@pytest.mark.parametrize("lang", CODES)
def test_an_aware_time_is_shown_in_tokyo(lang: str) -> None:
    moment = datetime(2025, 12, 31, 15, 30, tzinfo=UTC)
    assert formats.time_text(moment, lang) == formats.time_text(time(0, 30), lang)
    assert formats.date_text(moment, lang) == formats.date_text(date(2026, 1, 1), lang)


@given(st.floats(0, 1e7), languages)
def test_no_unit_is_left_untranslated(metres: float, lang: str) -> None:
    text = formats.distance(metres, lang)
    assert "length" not in text
    assert any(character.isdigit() for character in text)


@given(st.integers(0, 5000), languages)
def test_durations_have_words(minutes: int, lang: str) -> None:
    assert "duration" not in formats.duration(minutes, lang)


@given(st.floats(0, 1e6), st.floats(0, 1e6))
def test_farther_is_never_a_shorter_walk(one: float, other: float) -> None:
    near, far = sorted((one, other))
    assert 1 <= formats.walking_minutes(near) <= formats.walking_minutes(far)


def test_eighty_metres_are_a_minute_and_eighty_one_are_two() -> None:
    assert [formats.walking_minutes(metres) for metres in (0, 80, 81, 400)] == [1, 1, 2, 5]


@pytest.mark.parametrize(
    ("metres", "expected"), [(0, "0 m"), (4, "0 m"), (995, "1 km"), (994, "990 m"), (9999, "10 km")]
)
def test_distances_round_at_their_steps(metres: float, expected: str) -> None:
    assert formats.distance(metres, "en") == expected


@pytest.mark.parametrize("metres", [-1, float("nan"), float("inf")])
def test_an_impossible_distance_is_refused(metres: float) -> None:
    with pytest.raises(ValueError, match="distance"):
        formats.distance(metres, "ja")


def test_a_negative_duration_is_refused() -> None:
    with pytest.raises(ValueError, match="duration"):
        formats.duration(-1, "ja")


@pytest.mark.parametrize("lang", CODES)
def test_lists_of_no_and_one_item(lang: str) -> None:
    assert formats.listing([], lang) == ""
    assert formats.listing(["津山駅"], lang) == "津山駅"
    assert formats.weekdays_text([], lang) == ""


def test_month_names_differ_in_french_whatever_was_asked_before() -> None:
    assert formats.month_text(4, "ja") == "4月"
    assert formats.month_text(4, "fr") == "avril"
    assert formats.month_text(4, "ko") == "4월"


def test_a_language_that_is_not_ours_is_refused() -> None:
    with pytest.raises(UnknownLanguage):
        formats.yen(310, "de")
