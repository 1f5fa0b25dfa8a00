"""Moments in a sentence: a language joins a time, tomorrow and a day each in its own way."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.utils import translation

from cms.clock import TOKYO
from cms.frontend import moments

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=TOKYO)


@pytest.mark.parametrize(
    ("moment", "until", "opens"),
    [
        (NOW.replace(hour=15, minute=30), "until 15:30", "opens at 15:30"),
        (NOW.replace(hour=9) + timedelta(days=1), "until tomorrow 09:00", "opens tomorrow 09:00"),
        (NOW.replace(hour=9) + timedelta(days=3), "until Wed, November 25, 09:00", "opens Wed, November 25, 09:00"),
    ],
)
def test_english_names_the_day_only_when_it_is_not_today(moment, until, opens) -> None:
    with translation.override("en"):
        assert moments.until(moment, now=NOW, language="en") == until
        assert moments.opens(moment, now=NOW, language="en") == opens


def test_a_day_that_is_already_written_has_a_phrase_of_its_own() -> None:
    """French says jusqu’à 15:30 but jusqu’au lun. 23 novembre, so the two are two entries of the catalogue."""
    from cms.frontend.words import words

    with translation.override("en"):
        assert words()["until"] == "until %(time)s"
        assert words()["until_day"] == "until %(day)s"


@pytest.mark.parametrize(
    ("ends", "last"),
    [("2026-11-23T00:00:00+09:00", date(2026, 11, 22)), ("2026-11-23T18:00:00+09:00", date(2026, 11, 23))],
)
def test_midnight_belongs_to_the_day_that_ends(ends, last) -> None:
    assert moments.last_day(datetime.fromisoformat(ends)) == last


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("ja", "2027年8月7日(土)〜8月8日(日)"),
        ("fr", "sam. 7 août 2027 – dim. 8 août"),
        ("ja-x-easy", "2027年 8月7日（土曜日）から 8月8日（日曜日）まで"),
    ],
)
def test_days_of_an_event_carry_their_year_once(language, written) -> None:
    assert moments.span(date(2027, 8, 7), date(2027, 8, 8), language) == written
