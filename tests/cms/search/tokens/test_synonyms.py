"""Words for what the city calls otherwise, and names that other words only seem to be in."""

from __future__ import annotations

from cms.search.tokens import Lexicon, Synonym, Synonyms, query_plan
from cms.search.tokens.synonyms import shipped, shipped_rows


def words(query: str, lang: str = "", lexicon: Lexicon | None = None) -> list[str]:
    plan = query_plan(query, lang, lexicon) if lexicon else query_plan(query, lang)
    return [word for group in plan.groups for word in group.words]


def test_a_term_of_several_words_is_one_word_of_the_query() -> None:
    assert words("hot springs") == ["hotsprings", "onsen", "spa"]
    assert words("musée du chemin de fer", "fr")[-2:] == ["railroad", "railway"]


def test_a_synonym_of_one_language_says_nothing_in_another() -> None:
    table = Lexicon(Synonyms([Synonym("fr", "pain", "bread")]))
    assert words("pain", "fr", table) == ["pain", "bread"]
    assert words("pain", "en", table) == ["pain"]


def test_terms_without_spaces_are_replaced_inside_words_and_letters_only_whole() -> None:
    table = Lexicon(Synonyms([Synonym("", "祭り", "まつり"), Synonym("", "cat", "neko")]))
    assert words("津山祭り", lexicon=table) == ["津山祭り", "津山まつり"]
    assert words("catalogue", lexicon=table) == ["catalogue"]


def test_terms_inside_a_word_are_replaced_alone_and_together_and_longer_ones_of_a_pair_stay_whole() -> None:
    rows = [
        ("桜", "さくら"),
        ("祭り", "まつり"),
        ("祭", "まつり"),
        ("町並", "町並み"),
        ("山車", "だんじり"),
        ("車站", "站"),
    ]
    table = Lexicon(Synonyms([Synonym("", term, also) for term, also in rows]))
    assert words("桜祭り", lexicon=table)[1:] == ["桜まつり", "さくら祭り", "桜まつりり", "さくらまつり"]
    assert words("町並み", lexicon=table)[1:] == []
    assert "津山站" in words("津山車站", lexicon=table)


def test_a_word_that_is_its_own_synonym_widens_nothing() -> None:
    assert words("城", lexicon=Lexicon(Synonyms([Synonym("", "城", "城"), Synonym("", "", "x")]))) == ["城"]


def test_the_shipped_table_is_readable_and_small() -> None:
    assert len(shipped_rows()) == len(set(shipped_rows())) > 80
    assert shipped().variants("珈琲", "ja") == ("こひ",)


def test_a_name_that_ends_as_the_word_begins_is_mistaken_for_it() -> None:
    lexicon = Lexicon()
    assert "東京都" in lexicon.mistaken("京都")
    assert {"津山城", "岡山城"} <= set(lexicon.mistaken("山城"))
    assert lexicon.mistaken("津山城") == ()
    assert lexicon.mistaken("城") == ()
