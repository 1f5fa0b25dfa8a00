"""Other writings of words, for queries that find nothing."""

from __future__ import annotations

import pytest

from cms.search.tokens import Phrase, loosened, query_plan


@pytest.mark.parametrize(
    ("typed", "phrase"),
    [
        ("shur", Phrase(("shur",), prefix=True)),
        ("hotpot", Phrase(("hot", "pot"))),
        ("round house", Phrase(("roundhous",))),
        ("letranger", Phrase(("etranger",))),
        ("muenchen", Phrase(("munchen",))),
        ("aarhus", Phrase(("arhus",))),
        ("djordje", Phrase(("dord",))),
        ("inoh", Phrase(("ino",))),
        ("12v", Phrase(("12", "v"), prefix=True)),
        ("3-foot", Phrase(("thre", "foot"))),
        ("36", Phrase(("thirti", "six"))),
        ("100", Phrase(("hundr",))),
        ("8", Phrase(("viii",))),
        ("xiv", Phrase(("14",))),
        ("m4", Phrase(("m", "4"))),
        ("kenya", Phrase(("ケン", "ンヤ"))),
        ("쓰야마성에서", Phrase(("츠야", "야마", "마성"))),
        ("아이들이랑", Phrase(("아이",))),
        ("아이랑", Phrase(("아이",))),
        ("캇파", Phrase(("갓파",))),
        ("도쿠모리", Phrase(("토쿠", "쿠모", "모리"))),
        ("うどん屋", Phrase(("うど", "どん"))),
        ("お土産屋さん", Phrase(("お土", "土産"))),
    ],
)
def test_words_are_looked_for_unfinished_parted_joined_and_without_endings(typed: str, phrase: Phrase) -> None:
    loose = loosened(query_plan(typed))
    assert loose is not None
    assert all(phrase in group.phrases for group in loose.groups)


@pytest.mark.parametrize("typed", ["津山城", "", "城", "a", "성"])
def test_what_has_no_other_writing_is_not_asked_again(typed: str) -> None:
    assert loosened(query_plan(typed)) is None


def test_only_the_last_word_is_unfinished() -> None:
    loose = loosened(query_plan("shrine toku"))
    assert loose is not None
    assert [any(phrase.prefix for phrase in group.phrases) for group in loose.groups] == [False, True]
