"""Rows and wishes as literals of PostgreSQL."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.search.tokens import everything, index_row, query_plan, tiers, tsquery, tsvector
from cms.search.tokens.index import IndexRow
from cms.search.tokens.tsquery import LAST_POSITION, LONGEST_TEXT, MOST_POSITIONS

OPERAND = re.compile(r"'[^'\\]+':\*?[A-D]+")
FRAME = re.compile(r"(?:[()&|! ]|<->|T)*")


def test_columns_are_weights_and_do_not_touch() -> None:
    row = IndexRow(exact="津山城", name="津山 山城", keys="城", text="津山")
    assert tsvector(row) == "'津山城':1A 'ᛜ':2A,5B,7C,9D '津山':3B,8D '山城':4B '城':6C"


def test_word_of_two_characters_may_stand_in_names_keys_and_texts() -> None:
    assert tsquery(everything(query_plan("石垣"))) == "((('石垣':BCD))) | ((('石垣':A)))"


def test_beginnings_and_phrases_keep_their_order() -> None:
    assert "('津山':BCD <-> '山城':BCD)" in tsquery(everything(query_plan("津山城")))
    assert "('城':*BCD)" in tsquery(everything(query_plan("城")))


def test_long_texts_keep_positions_that_the_database_can_hold() -> None:
    words = [f"w{number}" for number in range(LONGEST_TEXT + 10)]
    vector = tsvector(IndexRow(exact="", name="", keys="", text=" ".join(words)))
    positions = [int(position) for position in re.findall(r":(\d+)D", vector)]
    assert max(positions) == LAST_POSITION
    assert f"'{words[-1]}'" not in vector
    assert len(vector.encode()) < 1 << 20


def test_word_that_stands_everywhere_keeps_so_many_places_as_the_database_holds() -> None:
    vector = tsvector(IndexRow(exact="", name="", keys="", text="津山 " * 1000))
    assert vector.split("'津山':")[1].count("D") == MOST_POSITIONS


@given(st.text(alphabet=st.characters(), max_size=250) | st.text(alphabet="':*&|!<->()\\ABCD 津山a", max_size=60))
def test_nothing_typed_is_read_as_an_operator(typed: str) -> None:
    plan = query_plan(typed)
    for tier in [] if plan.is_empty else tiers(plan):
        assert FRAME.fullmatch(OPERAND.sub("T", tsquery(tier.wish)))


@pytest.mark.parametrize("name", ["O'Brien", "back\\slash", "a:b*c", "津山城'); DROP TABLE"])
def test_nothing_in_a_name_is_read_as_syntax(name: str) -> None:
    vector = tsvector(index_row(name=name))
    assert re.fullmatch(r"('[^'\\]+':\d+[A-D](,\d+[A-D])*( |$))+", vector)
