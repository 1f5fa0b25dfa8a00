"""Suggestions while typing: by the beginning of a name, a word, a reading or its romaji."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.search.tokens import suggestion_keys, suggestion_prefixes
from tests.cms.search.tokens.corpus import spots

KEYS = {spot["id"]: suggestion_keys(spot["name_ja"], [spot["kana"]]) for spot in spots()}
ENGLISH = {spot["id"]: suggestion_keys(spot["name_en"]) for spot in spots()}


def suggested(typed: str, keys: dict[str, tuple[str, ...]]) -> set[str]:
    prefixes = suggestion_prefixes(typed)
    return {place for place, held in keys.items() if prefixes and any(key.startswith(prefixes) for key in held)}


@pytest.mark.parametrize("typed", ["衆", "衆楽", "しゅうら", "シュウ", "shu", "shuu", "shur", "shuraku", "衆樂園"])
def test_shurakuen_is_suggested_early(typed: str) -> None:
    assert "shurakuen" in suggested(typed, KEYS)


@pytest.mark.parametrize(
    ("typed", "place"), [("かくざん", "tsuyama-castle"), ("鶴山公", "tsuyama-castle"), ("tuyamaz", "tsuyama-castle")]
)
def test_the_name_in_brackets_counts(typed: str, place: str) -> None:
    assert place in suggested(typed, KEYS)


def test_later_words_count() -> None:
    assert {"tsuyama-castle", "tsuyama-tenshudai"} <= suggested("cast", ENGLISH)
    assert "shurakuen" in suggested("Gard", ENGLISH)


@pytest.mark.parametrize("typed", ["", " ", "！", "🏯"])
def test_nothing_typed_suggests_nothing(typed: str) -> None:
    assert suggestion_prefixes(typed) == ()


@given(st.text(alphabet=st.characters(), max_size=40), st.lists(st.text(max_size=20), max_size=2))
def test_any_text_is_answered(text: str, readings: list[str]) -> None:
    assert all(key for key in suggestion_keys(text, readings))
    assert all(prefix for prefix in suggestion_prefixes(text))


def test_letters_of_a_syllable_that_is_still_typed_do_not_count() -> None:
    assert suggestion_prefixes("우ㅇ") == suggestion_prefixes("우")
