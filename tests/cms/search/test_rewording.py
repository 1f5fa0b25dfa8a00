"""Queries that find little, asked otherwise; and words that only seem to stand in a name."""

from __future__ import annotations

import orjson
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.languages.models import CONFIRMED, Reading
from cms.publishing.models import PublishedThing
from cms.search.explaining import Met, reasons
from cms.search.models import SearchEntry, SearchWord
from cms.search.pieces import MOST_ASKED
from cms.search.renewal import renew
from cms.search.rewording import Meant
from cms.search.selectors import search
from cms.search.tokens.version import tokens_version
from tests import factories

pytestmark = pytest.mark.django_db


def slugs(q: str, lang: str = "ja") -> list[str]:
    return [orjson.loads(row.summary)["slug"] for row in search(lang, q).rows]


def named(slug: str, name: str, *, text: str = "", reading: str = "") -> None:
    factories.place(slug, name={"ja": name}, reading=reading, category=None, text={"ja": text})


def test_a_slip_is_mended_and_the_page_is_told() -> None:
    factories.place()
    page = search("en", "Tsuyama catle")
    assert [orjson.loads(row.summary)["slug"] for row in page.rows] == ["tsuyama-castle"]
    assert page.meant == Meant("Tsuyama Castle", shown=True)


@pytest.mark.parametrize("q", ["つやま城", "津山じょう", "tsuyama城"])
def test_a_name_written_half_in_kana_comes_before_those_that_hold_its_halves(q: str) -> None:
    named("model", "津山城の模型", reading="つやまじょうのもけい")
    named("castle", "津山城", reading="つやまじょう")
    SearchEntry.objects.filter(uuid__in=PublishedThing.objects.filter(slug="model").values("uuid")).update(rank=1)
    assert slugs(q)[:1] == ["castle"]


def test_a_kanji_that_is_read_with_its_ending_is_read_without_it_too() -> None:
    named("aorta", "ヨメナカセ", reading="よめなかせ")
    assert slugs("嫁泣かせ") == ["aorta"]


def test_of_words_that_stand_nowhere_together_an_entire_name_comes_first() -> None:
    named("model", "津山城の模型")
    named("castle", "津山城")
    named("ruin", "寺跡", text="遺跡の石")
    SearchEntry.objects.filter(uuid__in=PublishedThing.objects.filter(slug="model").values("uuid")).update(rank=1)
    assert slugs("津山城 遺跡")[:2] == ["castle", "model"]


def test_what_is_looked_for_near_a_place_comes_before_the_place() -> None:
    named("castle", "津山城", text="石垣")
    named("udon", "津山ホルモンうどん")
    page = search("ja", "石垣の近くのうどん")
    assert [orjson.loads(row.summary)["slug"] for row in page.rows] == ["udon"]
    assert page.meant == Meant("うどん", shown=True)


def test_slips_are_mended_to_every_name_however_many_words_are_kept() -> None:
    named("lake", "Kasumigaura")
    words = [f"{'abcdefghij'[n % 10]}x{n:05d}ura" for n in range(5_000)]
    SearchWord.objects.bulk_create(SearchWord(word=word, written=word, backwards=word[::-1]) for word in words)
    named("range", "Chugoku Sanchi")
    assert slugs("Kasumigauta", "en") == ["lake"]
    assert slugs("Cugoku", "en") == ["range"]


def test_where_something_was_found_another_spelling_is_only_offered() -> None:
    for number in range(3):
        named(f"castle-{number}", f"Castle {number}")
    named("shop", "店", text="Castel Gandolfo")
    page = search("ja", "castel")
    assert [orjson.loads(row.summary)["slug"] for row in page.rows] == ["shop"]
    assert page.meant == Meant("Castle")


@pytest.mark.parametrize("q", ["津山城", "温泉", "Tsuyama Castle"])
def test_words_that_are_right_or_like_nothing_are_left_alone(q: str) -> None:
    factories.place()
    assert search("ja", q).meant == Meant()


@pytest.mark.parametrize("q", ["つやま城", "津山castle", "津山じょう"])
def test_a_word_of_several_scripts_is_found_by_its_parts(q: str) -> None:
    factories.place()
    assert slugs(q) == ["tsuyama-castle"]


def test_kyoto_comes_before_what_only_tokyo_has_in_its_name() -> None:
    named("tokyo", "東京都庁")
    named("letter", "手紙", text="京都から届いた。")
    assert slugs("京都") == ["letter", "tokyo"]


def test_a_castle_on_a_mountain_comes_before_the_castle_of_tsuyama() -> None:
    Reading.objects.create(surface="津山", reading="つやま", status=CONFIRMED)
    named("castle", "津山城")
    named("ruins", "医王山城跡", reading="いおうさんじょうあと")
    named("walk", "里山を歩く", text="中世の山城をめぐる。")
    assert slugs("山城") == ["ruins", "walk", "castle"]


def test_where_only_another_name_holds_the_word_nothing_is_found_and_that_name_offered() -> None:
    Reading.objects.create(surface="津山", reading="つやま", status=CONFIRMED)
    named("castle", "津山城", text="桜の津山城。")
    page = search("ja", "山城")
    assert (page.rows, page.facets.kinds, page.next_cursor) == ((), {}, "")
    assert page.meant == Meant("津山城")
    assert search("ja", "京都").meant == Meant()


def test_a_word_inside_a_longer_name_that_ends_with_it_is_found() -> None:
    Reading.objects.create(surface="美作国", reading="みまさかのくに", status=CONFIRMED)
    named("temple", "美作国分寺跡")
    assert slugs("国分寺") == ["temple"]


@pytest.mark.parametrize(("q", "slug"), [("櫓", "turret"), ("桜", "cherry"), ("滝", "falls")])
def test_one_character_is_a_word(q: str, slug: str) -> None:
    named("turret", "備中櫓")
    named("cherry", "桜並木")
    named("falls", "布滝")
    assert slugs(q) == [slug]


def test_numbers_are_found_as_a_whole_and_first() -> None:
    factories.item("other", name={"ja": "DEMO-0001の写し"}, accession_number="DEMO-0009")
    factories.item("castle-model", name={"ja": "津山城の模型"}, accession_number="DEMO-0001")
    for q in ("DEMO-0001", "demo0001", "ＤＥＭＯ－０００１"):
        assert slugs(q)[0] == "castle-model", q


def test_a_ucode_finds_its_thing() -> None:
    factories.place(ucode="00001c000000000000000000000000ff")
    assert slugs("00001C000000000000000000000000FF") == ["tsuyama-castle"]


def test_entries_of_other_rules_are_made_anew_once() -> None:
    factories.place()
    SearchEntry.objects.update(tokens="before")
    SearchWord.objects.all().delete()
    assert renew() == 1
    assert SearchEntry.objects.get().tokens == tokens_version()
    assert SearchWord.objects.filter(word="castle", written="Castle").exists()
    assert slugs("津山城") == ["tsuyama-castle"]
    assert renew() == 0


def test_an_entry_without_documents_does_not_hold_the_others_up() -> None:
    factories.place()
    PublishedThing.objects.all().delete()
    SearchEntry.objects.update(tokens="before")
    assert renew() == 1
    assert renew() == 0


@pytest.mark.parametrize(
    ("q", "lang", "shown"),
    [
        ("津山城は何時まで", "ja", "津山城"),
        ("津山城怎么去", "zh-hans", "津山城"),
        ("津山城の図書館", "ja", "津山城"),
        ("how do I get to the Castle by submarine?", "en", "Castle"),
        ("ツヤマジョウ 潜水艦", "ja", "ツヤマジョウ"),
    ],
)
def test_of_a_question_what_stands_anywhere_is_shown(q: str, lang: str, shown: str) -> None:
    factories.place()
    page = search(lang, q)
    assert [orjson.loads(row.summary)["slug"] for row in page.rows] == ["tsuyama-castle"]
    assert page.meant == Meant(shown, shown=True)


@pytest.mark.parametrize("q", ["自転車", "量子力学と津山", "quantum physics castle", "国府"])
def test_less_than_half_of_a_question_and_ends_of_words_find_nothing(q: str) -> None:
    factories.place()
    named("turntable", "転車台")
    named("temple", "国分寺")
    assert slugs(q, "en" if q.isascii() else "ja") == []


def test_of_four_kanji_the_second_half_is_a_word() -> None:
    named("garden", "衆楽園", text="池のある庭園。")
    page = search("ja", "大名庭園")
    assert [orjson.loads(row.summary)["slug"] for row in page.rows] == ["garden"]
    assert page.meant == Meant("庭園", shown=True)


def test_words_that_stand_in_no_thing_together_find_each_the_names_first() -> None:
    named("text", "三", text="The lighthouse of the town.")
    named("udon", "Udon")
    named("both", "Aquarium lighthouse")
    assert slugs("udon lighthouse aquarium", "en") == ["both", "udon", "text"]


def test_where_filters_hold_back_what_was_asked_for_nothing_else_is_shown() -> None:
    factories.place()
    assert search("ja", "津山城は何時まで", kinds=("event",)).rows == ()


def test_what_is_asked_of_the_engine_is_bounded() -> None:
    factories.place()
    with CaptureQueriesContext(connection) as asked:
        slugs("甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥" * 9)
    assert len(asked) <= 2 * MOST_ASKED + 12


@pytest.mark.parametrize(
    ("q", "slug"), [("神庭滝", "falls"), ("一の宮", "shrine"), ("院ノ庄駅", "station"), ("関が原", "field")]
)
def test_names_are_found_with_and_without_the_particles_between_their_kanji(q: str, slug: str) -> None:
    named("falls", "神庭の滝")
    named("shrine", "一宮")
    named("station", "院庄駅")
    named("field", "関ヶ原")
    assert slugs(q) == [slug]


def test_one_syllable_of_romaji_is_a_sound_only_where_it_ends_a_name_in_kanji() -> None:
    named("temple", "本源寺", reading="ほんげんじ")
    named("other", "Vitamin", reading="あさひ")
    assert slugs("本源ji") == ["temple"]
    assert search("en", "vitamin o").meant == Meant("vitamin", shown=True)


def test_where_little_is_found_what_the_query_speaks_of_stands_behind_it() -> None:
    named("bank", "銀行", text="明治に建った。")
    named("walk", "散歩", text="大正の洋館から明治の銀行へ。")
    named("hotel", "明治村")
    page = search("ja", "明治の銀行")
    assert [orjson.loads(row.summary)["slug"] for row in page.rows] == ["walk", "bank"]
    assert page.facets.kinds == {"place": 2}
    assert page.meant == Meant()


def test_pages_and_filters_of_what_was_widened_hold_together() -> None:
    named("walk", "散歩", text="紅葉の名所をめぐる。")
    for number in range(3):
        named(f"maple-{number}", f"紅葉 {number}")
    found, cursor = list[str](), ""
    for _ in range(4):
        page = search("ja", "紅葉の名所", limit=1, cursor=cursor)
        found += [orjson.loads(row.summary)["slug"] for row in page.rows]
        cursor = page.next_cursor
    assert found == ["walk", "maple-0", "maple-1", "maple-2"]
    assert cursor == ""
    assert len(search("ja", "紅葉の名所", kinds=("place",)).rows) == 4


def test_a_filter_that_leaves_little_widens_nothing() -> None:
    for number in range(3):
        named(f"bank-{number}", f"明治の銀行 {number}")
    factories.item("note", name={"ja": "手形"}, text={"ja": "明治の銀行のもの。"})
    factories.item("coin", name={"ja": "硬貨"}, accession_number="DEMO-0002", text={"ja": "銀行に残る、明治のもの。"})
    rows = search("ja", "明治の銀行", kinds=("item",)).rows
    assert [orjson.loads(row.summary)["slug"] for row in rows] == ["note"]


@pytest.mark.parametrize(("lang", "q"), [("zh-hant", "圖書館"), ("fr", "図書館"), ("ja", "library")])
def test_words_that_only_another_language_tells_are_found_and_shown_in_that_of_the_page(lang: str, q: str) -> None:
    texts = {"ja": "図書館があります。", "en": "There is a library.", "fr": "Salle.", "zh-hant": "大樓。"}
    factories.place("hall", name={"ja": "会館", "en": "Hall", "fr": "Salle"}, category=None, text=texts)
    rows = search(lang, q).rows
    assert [orjson.loads(row.summary)["slug"] for row in rows] == ["hall"]
    assert rows[0].name == {"fr": "Salle", "ja": "会館", "zh-hant": "Hall"}[lang]


def test_staff_is_told_where_words_of_another_language_stand() -> None:
    factories.place(
        "hall", name={"ja": "会館"}, category=None, text={"ja": "図書館があります。", "en": "There is a library."}
    )
    page = search("en", "図書館")
    assert [reason.words for reason in reasons("en", page).values()] == [(Met("図書館", ("text",)),)]


def test_what_is_found_by_parts_is_widened_too() -> None:
    named("castle", "津山城", text="紅葉が知られる。日本さくら名所百選。")
    named("gorge", "奥津渓", text="紅葉の渓谷。")
    assert slugs("紅葉の名所") == ["castle", "gorge"]


def test_a_year_is_looked_for_whole_where_no_thing_holds_all_words() -> None:
    named("hall", "旧市庁舎", text="昭和8年に建った。")
    named("war", "慰霊碑", text="昭和の兵士8人。")
    page = search("ja", "昭和8年 空中庭園台帳 旧市庁舎")
    assert [orjson.loads(row.summary)["slug"] for row in page.rows] == ["hall"]
    assert page.meant == Meant("昭和8年 旧市庁舎", shown=True)


def test_half_of_a_question_is_half_of_what_it_says_of_the_thing() -> None:
    named("park", "公園", text="子どもと行く。")
    assert slugs("子どもが遊べる場所") == ["park"]


def test_a_word_that_stands_by_its_synonym_alone_stands() -> None:
    named("shop", "案内所", text="みやげを売る。")
    named("sweet", "初雪", text="餅の菓子。")
    assert slugs("土産 和菓子") == ["shop", "sweet"]
