"""Snippets are cut from the text, mark what was looked for, and add nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.search.tokens import Piece, query_plan, snippet
from cms.search.tokens.snippet import ELLIPSIS

CASTLE = (
    "森忠政が慶長9年(1604)に築城を始め元和2年(1616)に完成。明治6年(1873)の廃城令で公売、翌年から建物取り壊し。"
    "明治33年(1900)公園開放。桜約1000本。石垣は地上から約45m。"
)
ENGLISH = "Public park since 1900. About 1,000 cherry trees; terraced stone walls rise about 45 m."


def hits(text: str, query: str, length: int = 90) -> list[str]:
    return [piece.text for piece in snippet(text, query_plan(query), length=length) if piece.hit]


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        (CASTLE, "慶長9年", ["慶長9年", "1604"]),
        (CASTLE, "100", []),
        (CASTLE, "石垣 桜", ["桜", "石垣"]),
        (CASTLE, "櫻", ["桜"]),
        (ENGLISH, "tree", ["trees"]),
        (ENGLISH, "WALL", ["walls"]),
        ("ホルモンうどんを焼く", "ほるもん", ["ホルモン"]),
        ("ﾎﾙﾓﾝうどん", "ホルモンうどん", ["ﾎﾙﾓﾝうどん"]),
        ("Musée du château", "chateaux musee", ["Musée", "château"]),
        ("쓰야마 벚꽃축제", "벚꽃", ["벚꽃"]),
    ],
)
def test_what_was_looked_for_is_marked_as_it_is_written(text: str, query: str, expected: list[str]) -> None:
    assert hits(text, query) == expected


def test_a_long_text_is_cut_around_the_hit_and_starts_at_a_sentence() -> None:
    pieces = snippet(CASTLE, query_plan("石垣"), length=24)
    shown = "".join(piece.text for piece in pieces)
    assert shown == "…石垣は地上から約45m。"
    assert Piece("石垣", hit=True) in pieces


def test_a_text_without_hits_shows_its_beginning() -> None:
    assert snippet(CASTLE, query_plan("温泉"), length=10) == (Piece(CASTLE[:10]), Piece(ELLIPSIS))


def test_words_are_not_cut_in_two_where_spaces_part_them() -> None:
    shown = "".join(piece.text for piece in snippet(ENGLISH, query_plan("cherry"), length=30)).strip(ELLIPSIS)
    assert "cherry" in shown
    assert set(shown.split()) <= set(ENGLISH.split())


def test_markup_is_text_here() -> None:
    assert "".join(piece.text for piece in snippet("<b>津山</b> & co", query_plan("津山"))) == "<b>津山</b> & co"


@given(st.text(max_size=300), st.text(max_size=30), st.integers(1, 120))
def test_pieces_are_a_stretch_of_the_text(text: str, query: str, length: int) -> None:
    pieces = snippet(text, query_plan(query), length=length)
    tidy = " ".join(text.split())
    body = [piece.text for piece in pieces]
    if body and body[0] == ELLIPSIS and tidy[:1] != ELLIPSIS:
        body = body[1:]
    joined = "".join(body)
    assert joined.removesuffix(ELLIPSIS) in tidy or joined in tidy
    assert len(joined) <= length + 2
