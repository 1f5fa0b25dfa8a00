"""Rows and wishes as lexemes of PostgreSQL."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.search.tokens import everything, index_row, query_plan, tiers
from cms.search.tokens.index import IndexRow
from cms.search.tokens.lexemes import LONGEST, asked, lexemes, looked_at, tsvector

OPERAND = re.compile(r"'[^'\\]+'(:\*)?")
FRAME = re.compile(r"(?:[()&|! ]|T)*")


def test_a_lexeme_says_where_it_stands() -> None:
    row = IndexRow(exact="津山城", name="津山 山城 城", keys="城 ᛜ 史跡", text="津山")
    held = set(lexemes(row))
    assert {"E津山城", "N津山", "K津山", "T津山", "K史跡", "T史跡", "t津山 山城", "n津山 山城 城 ", "k山城 城 "} <= held
    assert not {"N史跡", "Kᛜ", "t城 史跡", "k城 史跡 "} & held
    assert len(held) == len(lexemes(row))


def test_one_word_is_answered_without_a_look_at_any_row() -> None:
    found = asked(everything(query_plan("石垣")))
    assert (found.sure, found.unsure, found.check) == ("(('T石垣')) | (('E石垣'))", "", "")
    assert asked(everything(query_plan("津山城"))).check == ""
    assert "'T城':*" in asked(everything(query_plan("城"))).sure


def test_of_a_longer_phrase_only_texts_are_looked_at() -> None:
    found = asked(everything(query_plan("津山染付")))
    assert "'k津山 山染 染付 ':*" in found.sure
    assert "('t津山 山染' & 't山染 染付')" in found.unsure and found.unsure.endswith(f" & !({found.sure})")
    assert "strpos(words, %s) > 0" in found.check and " 津山 山染 染付 " in found.parameters


def test_columns_that_are_looked_at_hold_every_token_between_spaces() -> None:
    assert looked_at(IndexRow(exact="a", name="b", keys="c", text="d")) == (" a ", " b ", " b ᛜ c ", " b ᛜ c ᛜ d ")


@pytest.mark.parametrize("word", ["w{}", "津{}山", "\U0001f5ff" * 38 + "{}"])
def test_long_texts_keep_what_the_database_can_hold_and_names_first(word: str) -> None:
    words = [word.format(number) for number in range(60_000)]
    held = lexemes(IndexRow(exact="x" * 5000, name="津山", keys="", text=" ".join(words)))
    assert sum(len(lexeme.encode()) + 4 for lexeme in held) <= LONGEST
    assert {"N津山", "T津山", f"T{words[0]}"} <= set(held)
    assert max(len(lexeme.encode()) for lexeme in held) < 2046


@given(st.text(alphabet=st.characters(), max_size=250) | st.text(alphabet="':*&|!<->()\\ABCD 津山a", max_size=60))
def test_nothing_typed_is_read_as_an_operator(typed: str) -> None:
    plan = query_plan(typed)
    for tier in [] if plan.is_empty else tiers(plan):
        found = asked(tier.wish)
        for question in (found.sure, found.unsure):
            assert FRAME.fullmatch(OPERAND.sub("T", question))
        assert found.check.count("%s") == len(found.parameters)


@pytest.mark.parametrize("name", ["O'Brien", "back\\slash", "a:b*c", "津山城'); DROP TABLE"])
def test_nothing_in_a_name_is_read_as_syntax(name: str) -> None:
    assert re.fullmatch(r"('[^'\\]+'( |$))+", tsvector(index_row(name=name)))
