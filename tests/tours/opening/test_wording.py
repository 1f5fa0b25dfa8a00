"""Opening rules in words and as OSM text."""

from __future__ import annotations

from datetime import date

import pytest

from cms.languages.table import CODES
from tests.tours.opening.rules import (
    ALL,
    CITY_MUSEUM,
    KAKUZAN_PARK,
    RAILWAY_MUSEUM,
    WESTERN_LEARNING,
    WONDER_MUSEUM,
    daily,
    rule,
)
from tours.opening import ALWAYS_OPEN, UNKNOWN, Kind, OpeningRule, sentences, to_osm
from tours.opening.phrases import PHRASES


def test_every_language_of_the_house_has_its_phrases():
    assert set(PHRASES) == set(CODES)


def test_the_wonder_museum_in_japanese():
    assert sentences(rule(WONDER_MUSEUM), "ja") == [
        "毎日 9:00–17:00（最終受付 16:30）",
        "3・5・7・9・11月は月曜休み（祝日は開きます）",
        "1・2・6・12月は月・火曜休み（祝日は開きます）",
        "12月29日〜1月2日休み",
    ]


def test_the_railway_museum_in_english():
    assert sentences(rule(RAILWAY_MUSEUM), "en") == [
        "Daily 9:00–16:00 (last entry 15:30)",
        "Closed Mon (when a public holiday: the next day that is not one)",
        "Closed 29 Dec – 31 Dec",
    ]


def test_seasons_of_whole_months_are_named_by_month_and_past_exceptions_are_left_out():
    assert sentences(rule(KAKUZAN_PARK), "ja", today=date(2027, 5, 1)) == [
        "4月〜9月は毎日 8:40–19:00",
        "10月〜3月は毎日 8:40–17:00",
        "12月29日〜12月31日休み",
    ]
    assert (
        sentences(rule(KAKUZAN_PARK), "fr", today=date(2027, 3, 1))[-1]
        == "du 27 mars 2027 au 11 avr. 2027 : 7:30–22:00"
    )


def test_the_day_after_a_holiday_in_korean_and_chinese():
    assert "공휴일 다음 날 휴무" in sentences(rule(CITY_MUSEUM), "ko")
    assert "法定节假日次日休息（次日仍为节假日则开放）" in sentences(rule(WESTERN_LEARNING), "zh-hans")


def test_weekdays_in_a_row_become_a_range():
    form = {"hours": [{"days": ["tue", "wed", "thu", "fri"], "spans": [{"opens": "09:00", "closes": "24:00"}]}]}
    assert sentences(rule(form), "en") == ["Tue–Fri 9:00–24:00"]
    assert sentences(rule(form), "zh-hant") == ["週二至五 9:00–24:00"]


@pytest.mark.parametrize("lang", CODES)
def test_every_rule_has_words_without_open_slots_in_every_language(lang):
    for form in ALL.values():
        assert all(text and "{" not in text for text in sentences(rule(form), lang))
    for general in (ALWAYS_OPEN, UNKNOWN, OpeningRule(kind=Kind.APPOINTMENT)):
        assert len(sentences(general, lang)) == 1


def test_osm_text_of_the_month_table_loses_only_last_entry():
    text = to_osm(rule(WONDER_MUSEUM))
    assert text is not None
    assert text.text == (
        "09:00-17:00; Mar,May,Jul,Sep,Nov Mo off; Jan,Feb,Jun,Dec Mo,Tu off; PH 09:00-17:00; Dec 29-Jan 02 off"
    )
    assert text.lost == ("last_entry",)


def test_osm_text_names_the_shift_it_cannot_say():
    text = to_osm(rule(RAILWAY_MUSEUM))
    assert text is not None
    assert "closed_weekdays.if_holiday" in text.lost


def test_osm_text_of_the_day_after_a_holiday_is_exact():
    text = to_osm(rule(CITY_MUSEUM | {"hours": daily("09:00", "17:00")}))
    assert text is not None
    assert text.text == "09:00-17:00; Mo off; PH +1 day off; Dec 29-Jan 03 off"
    assert text.lost == ()


def test_unknown_hours_have_no_osm_text():
    assert to_osm(UNKNOWN) is None
    assert to_osm(ALWAYS_OPEN) is not None


def test_french_joins_months_without_an_article_and_counts_the_first_of_a_month():
    assert sentences(rule(KAKUZAN_PARK), "fr", today=date(2027, 5, 1))[0] == "avr.–sept. : tous les jours 8:40–19:00"
    closed = {"hours": daily("09:00", "17:00"), "closed_dates": [{"from": "01-01", "until": "01-01"}]}
    assert sentences(rule(closed), "fr")[-1] == "Fermé le 1er janv."
    assert sentences(rule(closed), "ja")[-1] == "1月1日休み"
