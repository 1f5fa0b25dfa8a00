"""Accession numbers, however registers and curators write them."""

from __future__ import annotations

import pytest

from cms.search.tokens import IndexRow, Wish, everything, index_row, query_plan, tiers
from cms.search.tokens.numbers import NUMBER, endings, parts, token
from tests.cms.search.contract.oracle import fulfils


def row(number: str) -> IndexRow:
    return index_row(name="皿", numbers=[number])


def tier(number: str, query: str) -> str:
    """The tier in which a query finds a thing of this number; empty for none."""
    return next((one.name for one in tiers(query_plan(query)) if fulfils(row(number), one.wish)), "")


def finds(number: str, query: str) -> bool:
    wish: Wish = everything(query_plan(query))
    return fulfils(row(number), wish)


@pytest.mark.parametrize(
    ("number", "query"),
    [
        ("1985.34.2a-b", "1985.34.2 A-B"),
        ("P-000123", "p 123"),
        ("故瓷 005189", "故瓷5189"),
        ("TNM-A-1234", "ＴＮＭ－Ａ－１２３４"),
        ("덕수 4152", "덕수4152"),
    ],
)
def test_a_whole_number_comes_first_with_other_signs_and_zeros(number: str, query: str) -> None:
    assert tier(number, query) == "whole"


@pytest.mark.parametrize(("number", "query"), [("TNM-A-1234", "TNMA1234"), ("B.M. 1912,1012.0.3", "BM 1912,1012.0.3")])
def test_it_is_found_by_its_letters_and_digits_alone(number: str, query: str) -> None:
    assert tier(number, query) == "reading"


@pytest.mark.parametrize(
    ("number", "query"),
    [("PDF,B.613", "B613"), ("B.M. 1912,1012.0.3", "1912,1012.0.3"), ("A.205a, b", "A205a"), ("MS Or. 2251", "2251")],
)
def test_parts_of_it_find_it(number: str, query: str) -> None:
    assert finds(number, query)


@pytest.mark.parametrize(
    ("number", "query"), [("1985.3.42", "1985.34.2"), ("1985.34.21", "1985.34.2"), ("C.11", "C-1")]
)
def test_another_number_of_the_same_digits_is_not_meant(number: str, query: str) -> None:
    assert tier(number, query) not in {"whole", "start"}


def test_a_year_is_no_beginning_of_numbers_and_finds_what_is_dated_first() -> None:
    dated = index_row(name="皿", texts=["", "1985"], facts=["1985"])
    found = {one.name for one in tiers(query_plan("1985")) if fulfils(dated, one.wish)}
    assert found == {"lead"}
    assert tier("1985.34.2", "1985") == "text"


def test_years_and_counted_things_are_not_looked_for_in_numbers() -> None:
    for query in ("慶長9年", "13年", "11台"):
        asked = [part for group in query_plan(query).groups for phrase in group.phrases for part in phrase.tokens]
        assert not any(part.startswith(NUMBER) for part in asked)


def test_what_is_no_number_has_no_parts() -> None:
    assert parts("津山城") == parts("00001c00000000000000000000000024") == parts("1-2-3-4-5-6-7-8-9") == []
    assert token([]) == ""
    assert endings("12") == []
