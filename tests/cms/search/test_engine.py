"""The embedded engine over published things."""

from __future__ import annotations

from datetime import timedelta

import orjson
import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms import clock
from cms.publishing.query import BadCursor
from cms.publishing.services import drain
from cms.records.services import patch
from cms.search.models import SearchEntry
from cms.search.selectors import search, suggest
from tests import factories

pytestmark = pytest.mark.django_db


def slugs(q: str, lang: str = "ja", **members: object) -> list[str]:
    return [orjson.loads(row.summary)["slug"] for row in search(lang, q, **members).rows]  # type: ignore[arg-type]


@pytest.mark.parametrize("q", ["津山城", "つやまじょう", "ツヤマ", "tsuyama", "Tsuyama Castle", "石垣", "城"])
def test_castle_is_found_by_any_of_its_names(q: str) -> None:
    factories.place()
    assert slugs(q) == ["tsuyama-castle"]


def test_changed_name_is_found_and_the_old_one_is_not() -> None:
    place = factories.place()
    patch(place, {"name": {"ja": "衆楽園", "en": "Garden"}, "reading": "しゅうらくえん"})
    drain()
    assert slugs("衆楽園") == ["tsuyama-castle"]
    assert slugs("津山城") == []


def test_withdrawn_thing_leaves_the_index() -> None:
    place = factories.place()
    place.unpublish()
    assert slugs("津山城") == []
    assert not SearchEntry.objects.exists()


def test_filters_facets_and_cursor() -> None:
    tag = factories.tag("castle")
    for number in range(5):
        factories.place(f"castle-{number}", tags=[tag] if number % 2 else [])
    factories.item(name={"ja": "津山城の模型"})
    page = search("ja", "津山城", limit=2)
    assert dict(page.facets.kinds) == {"item": 1, "place": 5}
    assert dict(page.facets.tags) == {"castle": 2}
    seen, cursor = [], ""
    while True:
        page = search("ja", "津山城", limit=2, cursor=cursor)
        seen += [row.uuid for row in page.rows]
        cursor = page.next_cursor
        if not cursor:
            break
    assert len(seen) == len(set(seen)) == 6
    assert slugs("津山城", kinds=("item",)) == ["demo-0001"]
    assert sorted(slugs("津山城", tags=("castle",))) == ["castle-1", "castle-3"]


def test_thing_past_its_time_is_not_found() -> None:
    place = factories.place(expire_at=clock.now() + timedelta(days=1))
    assert slugs("津山城") == [place.slug]
    with time_machine.travel(clock.now() + timedelta(days=2), tick=False):
        assert slugs("津山城") == []


def test_suggestions_begin_like_what_is_typed() -> None:
    factories.place()
    for typed in ("つや", "tsuy", "津山", "Cas", "ツヤマ"):
        assert [orjson.loads(row)["slug"] for row in suggest("ja", typed)] == ["tsuyama-castle"], typed


def test_snippet_marks_the_hit_and_escapes_the_rest() -> None:
    factories.place(text={"ja": "高さ < 45 m の石垣"})
    assert "<mark>石垣</mark>" in search("ja", "石垣").rows[0].snippet_html
    assert "&lt;" in search("ja", "石垣").rows[0].snippet_html


@pytest.mark.parametrize(
    "q", ["\"' OR 1=1 --", "*", "AND", "NEAR(", "\u200b", "🏯", "x" * 10_000, "城 " * 1000, "\ud800", "مرحبا"]
)
def test_hostile_queries_answer(q: str) -> None:
    factories.place()
    assert isinstance(search("ja", q).rows, tuple)


def test_forged_cursor_is_refused() -> None:
    with pytest.raises(BadCursor):
        search("ja", "城", cursor="bm9uc2Vuc2U")


def test_cursor_of_another_question_is_refused() -> None:
    for number in range(2):
        factories.place(slug=f"castle-{number}")
    cursor = search("ja", "城", limit=1).next_cursor
    assert len(search("ja", "城", cursor=cursor).rows) == 1
    with pytest.raises(BadCursor):
        search("ja", "石垣", cursor=cursor)


def test_search_takes_two_statements_and_suggest_one() -> None:
    factories.place()
    search("ja", "津山")
    with CaptureQueriesContext(connection) as queries:
        search("ja", "津山城")
    assert len(queries) == 2
    with CaptureQueriesContext(connection) as queries:
        suggest("ja", "つや")
    assert len(queries) == 1


def test_event_and_place_of_one_festival_stand_together_and_the_event_has_the_word() -> None:
    factories.place("gongo", name={"ja": "ごんごまつり"}, reading="ごんごまつり", category=None)
    factories.place("gongo-square", name={"ja": "ごんごまつり広場"}, reading="ごんごまつりひろば", category=None)
    factories.event("gongo", name={"ja": "ごんごまつり"}, reading="ごんごまつり", text={"ja": "まつりの日程。" * 20})
    rows = [(row.kind, row.name) for row in search("ja", "ごんごまつり").rows]
    assert rows == [("event", "ごんごまつり"), ("place", "ごんごまつり"), ("place", "ごんごまつり広場")]


def found_page_by_page(q: str, limit: int) -> list[str]:
    seen, cursor = [], ""
    while True:
        page = search("ja", q, limit=limit, cursor=cursor)
        seen += [orjson.loads(row.summary)["slug"] for row in page.rows]
        cursor = page.next_cursor
        if not cursor:
            return seen


def garden_told_of(slug: str, **members: object) -> None:
    factories.place(slug, name={"ja": "衆楽園"}, reading="しゅうらくえん", category=None, **members)


@pytest.mark.parametrize("limit", [1, 2, 3, 20])
@pytest.mark.parametrize("sorted_up_to", [0, 2_000])
def test_names_come_first_and_texts_in_the_editors_order(
    monkeypatch: pytest.MonkeyPatch, sorted_up_to: int, limit: int
) -> None:
    monkeypatch.setattr("cms.search.sql.MOST_SORTED", sorted_up_to)
    garden_told_of("far", rank=90, text={"ja": "津山城と津山城下の庭。津山城。"})
    garden_told_of("near", rank=10, text={"ja": "津山城の北にある。"})
    factories.place("castle-town", name={"ja": "津山城下町"}, reading="つやまじょうかまち", category=None)
    factories.place("castle")
    factories.place("castle-ruins")
    assert found_page_by_page("津山城", limit) == ["castle", "castle-ruins", "castle-town", "near", "far"]


def test_words_of_texts_alone_are_found_in_the_editors_order() -> None:
    garden_told_of("far", rank=90, text={"ja": "備中櫓の北にある。備中櫓。"})
    garden_told_of("near", rank=10, text={"ja": "備中櫓の北にある。"})
    assert found_page_by_page("備中櫓", 1) == ["near", "far"]


def test_filters_hold_in_every_tier() -> None:
    garden_told_of("garden", text={"ja": "津山城の北にある。"}, tags=[factories.tag("garden")])
    factories.place("castle", tags=[factories.tag("castle")])
    factories.place("gone", expire_at=clock.now() + timedelta(days=1))
    assert slugs("津山城", tags=("garden",)) == ["garden"]
    assert slugs("津山城", tags=("garden", "castle")) == []
    assert slugs("津山城", kinds=("item",)) == []
    with time_machine.travel(clock.now() + timedelta(days=2), tick=False):
        assert slugs("津山城") == ["castle", "garden"]


def test_counts_stop_somewhere_and_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        factories.place(f"castle-{number}")
    assert not search("ja", "津山城").facets.approximate
    monkeypatch.setattr("cms.search.sql.MOST_COUNTED", 2)
    facets = search("ja", "津山城", limit=1).facets
    assert facets.approximate
    assert dict(facets.kinds) == {"place": 3}


def test_a_tag_that_is_part_of_another_is_not_meant() -> None:
    factories.place(tags=[factories.tag("castle-town")])
    assert slugs("津山城", tags=("castle",)) == []
    assert slugs("津山城", tags=("castle-town",)) == ["tsuyama-castle"]


def test_suggestions_put_whole_and_short_names_first() -> None:
    factories.place("market", name={"ja": "城下の津山市場"}, reading="じょうかのつやまいちば")
    factories.place("castle-model", name={"ja": "津山城の模型"}, reading="つやまじょうのもけい")
    factories.place("castle", name={"ja": "津山城"}, reading="つやまじょう")
    assert [orjson.loads(row)["slug"] for row in suggest("ja", "津山城")] == ["castle", "castle-model"]


def test_a_thing_with_many_names_that_begin_alike_is_suggested_once() -> None:
    factories.place(
        "castle", name={"ja": "津山城（鶴山）", "en": "Tsuyama Tsuyama Tsuyama Castle"}, reading="つやまじょう"
    )
    factories.place("stones", name={"ja": "津山の石", "en": "Tsuyama Stones of the Castle"}, reading="つやまのいし")
    assert sorted(orjson.loads(row)["slug"] for row in suggest("en", "tsu", limit=2)) == ["castle", "stones"]


def test_tiers_from_the_whole_name_to_words_scattered_over_a_text() -> None:
    def told(slug: str, name: str, text: str = "", **members: object) -> None:
        factories.place(slug, name={"ja": name}, reading="", category=None, text={"ja": text}, **members)

    told("scattered", "一", text="Stone lanterns, and an old wall.", rank=1)
    told("phrase", "二", text="It ends at a stone wall.", rank=2)
    told("lead", "三", short={"ja": "An old wall and a stone."}, rank=9)
    told("part", "Wall", text="Made of stone.", rank=3)
    told("name", "A wall of stone", rank=4)
    told("start", "Stone wall path", rank=5)
    told("whole", "Stone wall", rank=6)
    told("not", "Stone", text="alone", rank=0)
    assert found_page_by_page("stone wall", 1) == ["whole", "start", "name", "part", "lead", "phrase", "scattered"]
    assert found_page_by_page("stone wall", 20) == ["whole", "start", "name", "part", "lead", "phrase", "scattered"]


def test_a_name_as_it_is_written_comes_before_one_that_only_has_its_stem_or_is_one_of_two() -> None:
    for rank, name in enumerate(("Laos", "Lao", "Crimean · Lao", "Lao of the East")):
        factories.place(name.lower().replace(" ", "-").replace("·", "and"), name={"ja": name}, reading="", rank=rank)
    assert found_page_by_page("lao", 20) == ["lao", "laos", "crimean-and-lao", "lao-of-the-east"]
    assert found_page_by_page("laos", 20)[:2] == ["laos", "lao"]


def test_a_name_that_only_begins_with_a_synonym_comes_behind_one_that_holds_what_was_typed() -> None:
    factories.place("shrine", name={"ja": "作楽神社"}, reading="さくらじんじゃ", category=None, rank=1)
    factories.place("festival", name={"ja": "夜の桜"}, reading="", category=None, rank=2)
    assert found_page_by_page("桜", 20) == ["festival", "shrine"]
