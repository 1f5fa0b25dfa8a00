"""Slips of the finger, and what they were meant to be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.search.tokens import Vocabulary, Words, corrected, split_plan, vocabulary_words
from cms.search.tokens.corrections import distance

NAMES = ["Tsuyama Castle (Kakuzan Park)", "Tokumori Shrine", "津山ホルモンうどん", "슈라쿠엔", "鶴山八幡宮", "津山城"]
READINGS = ["しゅうらくえん", "つやまじょう（かくざんこうえん）", "びっちゅうやぐら"]


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary(Words(vocabulary_words(NAMES, READINGS)))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Tsuyama catle", "Tsuyama Castle"),
        ("tsuyma", "Tsuyama"),
        ("Tokumori Srhine", "Tokumori Shrine"),
        ("shrakuen", "shurakuen"),
        ("津山ホルモソうどん", "津山ホルモンうどん"),
        ("しゅうらくへん", "しゅうらくえん"),
        ("슈라쿠앤", "슈라쿠엔"),
        ("津山条", "津山城"),
        ("津山場", "津山城"),
        ("鶴山八万宮", "鶴山八幡宮"),
        ("鶴山九幡宮", "鶴山八幡宮"),
        ("かくさん", "かくざん"),
    ],
)
def test_slips_are_mended(vocabulary: Vocabulary, typed: str, meant: str) -> None:
    assert corrected(typed, vocabulary) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "Tsuyama Castle",
        "zoo",
        "津山駅",
        "津山港",
        "津川場",
        "山条",
        "鶴川九幡宮",
        "chateaubriand",
        "Matsuyama",
        "かば",
        "",
        "🏯",
        "x" * 300,
    ],
)
def test_words_that_are_right_short_or_far_stay(vocabulary: Vocabulary, typed: str) -> None:
    assert corrected(typed, vocabulary) is None


def test_of_names_with_another_kanji_the_one_that_sounds_alike_is_meant() -> None:
    assert (
        corrected("津山条", Vocabulary(Words(vocabulary_words(["津山駅", "津山祭", "津山城", "津山丈"])))) == "津山城"
    )


@pytest.mark.parametrize(
    ("one", "other", "steps"),
    [
        ("castle", "castle", 0),
        ("catle", "castle", 1),
        ("castel", "castle", 1),
        ("srhine", "shrine", 1),
        ("abc", "xyz", 3),
    ],
)
def test_distance_counts_letters(one: str, other: str, steps: int) -> None:
    assert distance(one, other, most=2) == steps


@given(st.text(alphabet="abc", max_size=7), st.text(alphabet="abc", max_size=7))
def test_distance_is_the_same_both_ways(one: str, other: str) -> None:
    assert distance(one, other, most=2) == distance(other, one, most=2)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("つやま城", ["つやま", "城"]),
        ("Tsuyama城", ["tsuyama", "城"]),
        ("공원castle", ["공원", "castle"]),
        ("津山 成跡castle성", ["津山", "成跡", "castle", "성"]),
        ("10月の花火", ["10月", "花火"]),
        ("天守3階の窓から石垣", ["天守", "3階", "窓", "石垣"]),
        ("の", None),
        ("津山城", None),
        ("津山 castle 성", None),
    ],
)
def test_a_word_of_several_scripts_is_known_and_parted_where_they_meet(query: str, words: list[str] | None) -> None:
    plan = split_plan(query)
    assert words == (plan and [group.words[0] for group in plan.groups])
