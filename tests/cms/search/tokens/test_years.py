"""Years and numbers, however they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.search.tokens import query_plan
from cms.search.tokens.folding import fold
from cms.search.tokens.years import joined_years, number_forms, year_forms


@pytest.mark.parametrize(
    "written",
    ["慶長9年", "慶長九年", "けいちょう9年", "Keichō9", "Keichou9", "keityou9", "게이초9년", "庆长9年", "1604", "1604年", "1604년", "西暦1604年", "一六〇四年", "千六百四年"],
)  # fmt: skip
def test_every_writing_of_a_year_meets_the_western_number_and_the_era(written: str) -> None:
    forms = {fold(written), *year_forms(fold(written))}
    assert {"1604", "慶長9年", "慶長九年"} <= forms


def test_the_first_year_of_an_era_is_gannen() -> None:
    assert {"1615", "元和元年", "元和1年"} <= set(year_forms("元和元年"))
    assert {"慶長20年", "元和元年"} <= set(year_forms("1615"))


@pytest.mark.parametrize(
    ("written", "western"),
    [("慶長拾弐年", "1607"), ("寛永廿年", "1643"), ("昭和64年", "1989"), ("慶応4年", "1868"), ("明治45年", "1912"), ("令和元年", "2019")],
)  # fmt: skip
def test_numerals_of_deeds_and_the_last_years_of_eras(written: str, western: str) -> None:
    assert year_forms(fold(written))[0] == western


def test_an_era_ends_with_its_last_year() -> None:
    assert year_forms("昭和65年") == year_forms("平成32年") == year_forms("参") == ()


@pytest.mark.parametrize("written", ["慶長99年", "310", "3000", "津山", "c11", "9年", "昭和", "", "年", "a" * 200])
def test_what_is_no_year_stays_alone(written: str) -> None:
    assert year_forms(written) == ()


@pytest.mark.parametrize(
    ("written", "other"), [("三の滝", "3の滝"), ("11台", "十一台"), ("十七線", "17線"), ("第46回", "第四十六回")]
)
def test_numbers_beside_letters_are_read_in_both_scripts(written: str, other: str) -> None:
    assert number_forms(written) == (other,)


@pytest.mark.parametrize("written", ["一", "2005", "c11", "津山"])
def test_numbers_alone_and_letters_alone_have_no_other_form(written: str) -> None:
    assert number_forms(written) == ()


def test_the_name_of_an_era_and_its_year_are_one_word() -> None:
    assert joined_years(["the", "Meiji", "42", "bank"]) == ["the", "Meiji42", "bank"]
    assert len(query_plan("Keichō 9").groups) == len(query_plan("Syouwa 8").groups) == 1


@given(st.text(alphabet="〇零一二三四五六七八九十百千元年0123456789慶長明治년 ", max_size=30))
def test_no_row_of_numerals_is_an_error(written: str) -> None:
    folded = fold(written)
    assert folded not in number_forms(folded)
    assert all(year_forms(folded))
    assert all(phrase.tokens for group in query_plan(written).groups for phrase in group.phrases)
