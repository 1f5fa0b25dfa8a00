"""Numbers in digits, Roman letters and words."""

from __future__ import annotations

import pytest

from cms.search.tokens import index_row, query_plan, tiers
from cms.search.tokens.numerals import in_words, other_numeral
from tests.cms.search.contract.oracle import fulfils


@pytest.mark.parametrize(("one", "other"), [("8", "viii"), ("14", "xiv"), ("39", "xxxix"), ("i", "1")])
def test_digits_and_roman_letters_are_each_others(one: str, other: str) -> None:
    assert other_numeral(one) == other
    assert other_numeral(other) == one


@pytest.mark.parametrize("word", ["40", "0", "iiii", "mix", "1604", ""])
def test_other_words_have_no_other_numeral(word: str) -> None:
    assert other_numeral(word) == ""


@pytest.mark.parametrize(
    ("number", "words"), [("1", ("one",)), ("20", ("twenty",)), ("99", ("ninety", "nine")), ("101", ()), ("٣", ())]
)
def test_numbers_up_to_a_hundred_have_english_words(number: str, words: tuple[str, ...]) -> None:
    assert in_words(number) == words


@pytest.mark.parametrize(("name", "query"), [("Composition VIII", "composition 8"), ("Melencolia I", "melencolia 1")])
def test_a_title_comes_first_by_its_number_in_other_letters(name: str, query: str) -> None:
    row = index_row(name=name)
    assert next(tier.name for tier in tiers(query_plan(query)) if fulfils(row, tier.wish)) == "reading"
