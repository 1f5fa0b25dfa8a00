"""What a question speaks of, and the language that its words may be written in."""

from __future__ import annotations

import pytest

from cms.search.tokens import Phrase, everything, query_plan, specific, spoken_of, tiers, widened, written_in


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("無料で入れる場所", "無料"),
        ("明治の銀行", "明治 銀行"),
        ("紅葉の名所", "紅葉"),
        ("紅葉名所", "紅葉"),
        ("桜 スポット", "桜"),
        ("犬と入れる庭園", "犬 庭園"),
        ("石垣がライトアップされる夜", "石垣 ライトアップ 夜"),
        ("うどんが食べられる店", "うどん 店"),
        ("雨でも楽しめる", "雨"),
        ("10月の祭り", "10月 祭"),
        ("벚꽃 명소", "벚꽃"),
        ("벚꽃명소", "벚꽃"),
        ("免费景点", "免费"),
        ("cherry blossom spots", "cherry blossom"),
    ],
)
def test_endings_particles_verbs_and_what_everything_is_are_left_out(query: str, words: str) -> None:
    assert spoken_of(query) == words


@pytest.mark.parametrize(
    "query", ["津山城", "名所", "Tsuyama Castle", "つやまじょう", "行って食べて寝る", "", "🏯", "C.12,3/4a"]
)
def test_a_query_that_is_nothing_but_its_words_or_loses_most_of_them_speaks_of_nothing_else(query: str) -> None:
    assert spoken_of(query) == ""
    assert widened(query_plan(query), query) is None


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("子どもが遊べる場所", "子どもが遊べる"),
        ("桜 スポット", "桜"),
        ("賞楓景點", "賞楓"),
        ("津山城", "津山城"),
        ("名所", ""),
        ("쓰야마역 가는 길", "쓰야마역"),
    ],
)
def test_what_every_thing_is_says_nothing(query: str, left: str) -> None:
    assert specific(query) == left


def test_what_holds_all_that_was_asked_comes_first() -> None:
    plan = widened(query_plan("明治の銀行", "ja"), "明治の銀行", "ja")
    assert plan is not None
    assert [group.words[0] for group in plan.groups] == ["明治", "銀行"]
    assert plan.asked == ((Phrase(("明治", "治の", "の銀", "銀行")), Phrase(("明治", "治銀", "銀行"))),)
    assert tiers(plan)[0].name == "asked"
    assert everything(plan) != everything(query_plan("明治の銀行", "ja"))


@pytest.mark.parametrize(
    ("query", "lang", "language"),
    [
        ("library", "ja", "en"),
        ("圖書館", "zh-hant", "ja"),
        ("石垣", "en", "ja"),
        ("도서관", "fr", "ko"),
        ("図書館", "ja-x-easy", ""),
        ("library", "en", ""),
        ("1616", "ja", ""),
        ("พระ", "ja", ""),
        ("。", "en", ""),
    ],
)
def test_a_query_is_written_in_the_language_of_its_script(query: str, lang: str, language: str) -> None:
    assert written_in(query, lang) == language
