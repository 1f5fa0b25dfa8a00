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


def test_search_takes_two_statements_and_suggest_one() -> None:
    factories.place()
    with CaptureQueriesContext(connection) as queries:
        search("ja", "津山城")
    assert len(queries) == 2
    with CaptureQueriesContext(connection) as queries:
        suggest("ja", "つや")
    assert len(queries) == 1
