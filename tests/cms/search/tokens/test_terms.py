"""What the index holds, and what a query asks for."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.search.tokens import Phrase, fold, index_row, index_terms, query_plan, sound_terms
from cms.search.tokens.stemming import QUESTION_WORDS, STOP_WORDS
from cms.search.tokens.words import BREAK

anything = st.text(alphabet=st.characters(), max_size=300)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("津山城", "津山 山城 城"),
        ("櫓", "櫓"),
        ("慶長9年", "慶長 長 9 年"),
        ("アルネ・津山", "ある るね ね津 津山 山"),
        ("C11形", "c11 形"),
        ("Town houses", "town hous"),
        ("Tora-san film", "tora san torasan film"),
        ("l'église d’Okutsu", "eglis okutsu"),
        ("벚꽃 축제", "벚꽃 꽃축 축제 제"),
        ("津山、城", "津山 山 城"),
        ("!?…🏯", ""),
    ],
)
def test_index_terms(text: str, tokens: str) -> None:
    assert index_terms([text]) == tokens


def test_no_phrase_reaches_from_one_text_into_the_next() -> None:
    assert index_terms(["津山", "城"]) == f"津山 山 {BREAK} 城"
    assert index_terms(["", "城", ""]) == "城"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("castles", "castle"),
        ("cherries", "cherry"),
        ("churches", "church"),
        ("houses", "house"),
        ("buses", "bus"),
        ("walking", "walked"),
        ("musées", "musée"),
        ("châteaux", "chateau"),
        ("museum's", "museum"),
        ("animaux", "animal"),
        ("hôpitaux", "hôpital"),
        ("joyaux", "joyau"),
    ],
)
def test_words_meet_at_their_stem(one: str, other: str) -> None:
    assert set(index_terms([one]).split()) & set(index_terms([other]).split())


@pytest.mark.parametrize("word", ["spring", "king", "bus", "glass", "red", "c11", "de50"])
def test_words_that_only_look_inflected_stay(word: str) -> None:
    assert index_terms([word]) == word


def test_readings_are_also_kept_by_their_sound() -> None:
    assert sound_terms(["しゅうらくえん"]) == "シュ ュラ ラク クエ エン ン"


def test_a_row_keeps_whole_names_apart_from_their_bigrams() -> None:
    row = index_row(
        name="津山城（鶴山公園）", readings=["つやまじょう（かくざんこうえん）"], other_names=["Tsuyama Castle"]
    )
    assert {"津山城", "鶴山公園", "tsuyamacastl", "つやまじよう", "ツヤマジョ"} <= set(row.exact.split())
    assert row.name == "津山 山城 城 鶴山 山公 公園 園"


def test_who_asks_for_a_category_gets_its_things_first() -> None:
    assert "castl" in index_row(name="津山城", category="Castle", labels=["History"]).exact.split()
    assert "histori" not in index_row(name="津山城", category="Castle", labels=["History"]).exact.split()


def test_a_word_is_asked_for_as_a_phrase_and_one_character_as_a_beginning() -> None:
    assert query_plan("津山城").groups[0].phrases[0] == Phrase(("津山", "山城"))
    assert query_plan("櫓").groups[0].phrases[0] == Phrase(("櫓",), prefix=True)
    assert query_plan("慶長9年").groups[0].phrases[0] == Phrase(("慶長", "長", "9", "年"), prefix=True)


def test_romaji_asks_for_the_word_and_for_its_sound() -> None:
    (group,) = query_plan("shūrakuen").groups
    assert Phrase(("shurakuen",)) in group.phrases
    assert Phrase(("シュ", "ュラ", "ラク", "クエ", "エン")) in group.phrases


def test_english_words_are_no_romaji() -> None:
    assert query_plan("garden").groups[0].phrases == (Phrase(("garden",)),)


def test_articles_are_dropped_unless_they_are_all_there_is() -> None:
    assert len(query_plan("les gorges d'Okutsu").groups) == 2
    assert len(query_plan("the").groups) == 1


@pytest.mark.parametrize("query", ["", "   ", "！？…。", "🏯", "\ud800", "\u202e", '"*()^:', BREAK])
def test_a_query_without_words_is_empty_and_no_error(query: str) -> None:
    assert query_plan(query).is_empty


@given(anything)
def test_tokens_are_letters_and_digits_only(text: str) -> None:
    """Plane 15 is where vowel signs become letters; every engine's simplest analyser keeps it with them."""
    found = [
        *index_terms([text]).split(" "),
        *(t for g in query_plan(text).groups for p in g.phrases for t in p.tokens),
    ]
    letters = (character for token in found for character in token)
    assert all(unicodedata.category(letter)[0] in "LN" or 0xF0000 <= ord(letter) < 0x100000 for letter in letters)


def test_ten_kilobytes_are_cut_and_not_refused() -> None:
    plan = query_plan("津山城 " * 2000)
    assert len(plan.groups) <= 12
    assert len(query_plan("山" * 10_000).groups[0].phrases[0].tokens) < 200
    assert index_terms(["津山城" * 4000])


@given(
    st.text(alphabet="津山城鶴園つやまツヤマabc'-・ 9年성쓰야", max_size=30),
    st.text(alphabet="津山城 ab。", max_size=10),
)
def test_any_part_of_a_text_is_found_in_it(word: str, rest: str) -> None:
    """A query that is a whole word of the text always has its first phrase among the text's tokens."""
    plan = query_plan(word)
    held = index_terms([f"{rest}\n{word}\n{rest}"]).split()
    for group in plan.groups:
        phrase = group.phrases[0]
        assert any(_matches(held[place:], phrase) for place in range(len(held)))


def _matches(held: list[str], phrase: Phrase) -> bool:
    *before, last = phrase.tokens
    if held[: len(before)] != before or len(held) <= len(before):
        return False
    return held[len(before)].startswith(last) if phrase.prefix else held[len(before)] == last


def test_words_that_are_passed_over_are_written_as_queries_are_folded() -> None:
    assert {word for word in STOP_WORDS | QUESTION_WORDS if fold(word) != word} == set()
