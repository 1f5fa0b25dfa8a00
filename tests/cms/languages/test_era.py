"""Japanese era years: the table, both directions, and the ways people write them."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.languages import era
from cms.languages.era import EraError, EraYear
from cms.languages.table import CODES

UNIFIED = [entry for entry in era.eras() if not entry.court]


@pytest.mark.parametrize(
    ("western", "expected"),
    [
        (707, "慶雲4年"),
        (733, "天平5年"),
        (1559, "永禄2年"),
        (1604, "慶長9年"),
        (1607, "慶長12年"),
        (1616, "元和2年"),
        (1639, "寛永16年"),
        (1663, "寛文3年"),
        (1758, "宝暦8年"),
        (1840, "天保11年"),
        (1869, "明治2年"),
        (1873, "明治6年"),
        (1900, "明治33年"),
        (1912, "明治45年"),
        (1926, "大正15年"),
        (1933, "昭和8年"),
        (1989, "平成元年"),
        (2005, "平成17年"),
        (2019, "令和元年"),
    ],
)
def test_years_that_tsuyama_counts_by_era(western: int, expected: str) -> None:
    assert str(era.year_of(western)) == expected


def test_a_year_with_two_eras_names_both() -> None:
    assert [str(year) for year in era.years_of(1615)] == ["慶長20年", "元和元年"]
    assert [str(year) for year in era.years_of(1868)] == ["慶応4年", "明治元年"]


def test_two_courts_counted_the_same_year() -> None:
    assert [str(year) for year in era.years_of(1350)] == ["正平5年", "貞和6年", "観応元年"]
    assert str(era.year_of(1350)) == "正平5年"


def test_there_is_no_era_before_taika_nor_between_hakuchi_and_shucho() -> None:
    assert era.year_of(644) is None
    assert era.year_of(670) is None


@pytest.mark.parametrize(
    ("text", "western"),
    [
        ("慶長9年", 1604),
        ("慶長９年", 1604),
        (" 慶長 九 年 ", 1604),
        ("明治7", 1874),
        ("S8", 1933),
        ("s.8", 1933),
        ("H17年", 2005),
        ("昭和八年", 1933),
        ("昭八", None),
        ("昭8", 1933),
        ("平成元年", 1989),
        ("㍻17年", 2005),
        ("慶應三年", 1867),
        ("寶曆八年", 1758),
        ("明治三十三年", 1900),
        ("明治卅三年", 1900),
        ("昭和六十四年", 1989),
        ("享保廿年", 1735),
        ("R7", 2025),
        ("天平勝宝4年", 752),
    ],
)
def test_what_people_write_is_read(text: str, western: int | None) -> None:
    if western is None:
        with pytest.raises(EraError):
            era.parse(text)
    else:
        assert era.parse(text).western == western


@pytest.mark.parametrize(
    "text", ["", "9年", "1604", "慶長", "慶長0年", "慶長21年", "昭和70年", "昭和十十年", "X3", "慶長9年頃"]
)
def test_what_is_no_era_year_is_refused(text: str) -> None:
    with pytest.raises(EraError):
        era.parse(text)


def test_the_refusal_says_what_the_era_has() -> None:
    with pytest.raises(EraError, match="昭和 has the years 1 to 64"):
        era.parse("昭和70年")


def test_era_years_are_found_in_the_castles_own_text() -> None:
    text = "森忠政が慶長9年(1604)に築城を始め元和2年(1616)に完成。明治6年(1873)の廃城令で公売。昭和99年は無い。"
    assert [found.western for found in era.find_all(text)] == [1604, 1616, 1873]


def test_one_era_ends_in_the_year_the_next_begins() -> None:
    gaps = [(a.name, b.name) for a, b in pairwise(UNIFIED) if a.last_year != b.first_year]
    assert gaps == [("白雉", "朱鳥"), ("朱鳥", "大宝"), ("元徳", "建武"), ("建武", "明徳")]


def test_start_dates_rise_and_fall_into_the_first_year_or_the_weeks_after_it() -> None:
    dated = [entry for entry in era.eras() if entry.start]
    assert dated[0].name == "文禄"
    assert all(a.start < b.start for a, b in pairwise(dated) if a.start and b.start)
    assert all(
        entry.start and date(entry.first_year, 1, 1) < entry.start < date(entry.first_year + 1, 2, 10)
        for entry in dated
    )


@given(st.sampled_from(era.eras()), st.data())
def test_every_era_year_survives_writing_and_reading(entry: era.Era, data: st.DataObject) -> None:
    year = EraYear(entry, data.draw(st.integers(1, entry.years or 99)))
    assert era.parse(str(year)) == year
    assert year in era.years_of(year.western)


@given(st.integers(701, 2100))
def test_every_year_since_taiho_has_an_era(western: int) -> None:
    found = era.year_of(western)
    assert found is not None
    assert found.western == western
    assert found in era.years_of(western)


@given(st.dates(date(1873, 1, 1), date(2100, 12, 31)))
def test_the_era_of_a_day_never_runs_backwards(day: date) -> None:
    before, after = era.of_date(day), era.of_date(day + timedelta(days=1))
    assert before.western == day.year
    assert before.era.first_year <= after.era.first_year


def test_showa_lasted_seven_days_of_its_last_year() -> None:
    assert str(era.of_date(date(1989, 1, 7))) == "昭和64年"
    assert str(era.of_date(date(1989, 1, 8))) == "平成元年"


def test_a_day_of_the_lunisolar_calendar_is_refused() -> None:
    with pytest.raises(EraError, match="1873"):
        era.of_date(date(1872, 12, 31))


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("ja", "慶長9年（1604年）"),
        ("en", "1604 (Keichō 9)"),
        ("zh-hans", "1604年（庆长9年）"),
        ("zh-hant", "1604年（慶長9年）"),
        ("ko", "1604년(게이초 9년)"),
        ("fr", "1604 (ère Keichō, an 9)"),
        ("ja-x-easy", "1604年（慶長9年）"),
    ],
)
def test_a_year_reads_as_its_reader_expects(lang: str, expected: str) -> None:
    assert era.year_text(1604, lang) == expected


def test_the_first_year_is_gannen() -> None:
    assert era.year_text(2019, "ja") == "令和元年（2019年）"
    assert era.year_text(2019, "en") == "2019 (Reiwa 1)"
    assert era.year_text(1751, "ja") == "寛延4年（1751年）"


@given(st.integers(1, 2100), st.sampled_from(CODES))
def test_every_year_has_a_text_in_every_language(western: int, lang: str) -> None:
    assert str(western) in era.year_text(western, lang)


@given(st.text(max_size=40))
def test_no_text_breaks_the_search_for_eras(text: str) -> None:
    assert all(found.year >= 1 for found in era.find_all(text))


def test_eras_answer_to_kana_and_romaji() -> None:
    assert era.by_name("けいちょう").name == "慶長"
    assert era.by_name("Keicho").name == "慶長"
    assert era.by_name("しょうわ").name == "昭和"
    with pytest.raises(EraError):
        era.by_name("鶴山")
