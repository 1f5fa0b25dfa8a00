"""Writing the index: one thing or many at once, and anew where other rules cut the tokens."""

from __future__ import annotations

import orjson
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.languages.table import CODES
from cms.publishing.models import PublishedThing
from cms.search.explaining import explain
from cms.search.models import SearchEntry, SearchKey
from cms.search.projection import SearchProjection, embedded, write_all
from cms.search.renewal import renew, settle, standing
from cms.search.selectors import search
from cms.search.sql import table
from tests import factories

pytestmark = pytest.mark.django_db


def held() -> dict[str, list[object]]:
    """Return all that search keeps of things, without the numbers of keys."""
    rows: dict[str, list[object]] = {
        "entries": list(SearchEntry.objects.order_by("pk").values_list()),
        "keys": sorted(SearchKey.objects.values_list("entry__uuid", "key", "place")),
    }
    order = "rowid, *" if connection.vendor == "sqlite" else "*"
    for code in CODES:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {order} FROM {table(code)} ORDER BY 1")
            rows[code] = cursor.fetchall()
    return rows


def three_things() -> None:
    factories.place(tags=[factories.tag("castle")])
    factories.place("shurakuen", name={"ja": "衆楽園", "en": "Shurakuen Garden"}, reading="しゅうらくえん")
    factories.item(name={"ja": "津山城の模型"})


def test_many_things_written_at_once_are_what_each_alone_would_be() -> None:
    three_things()
    alone = held()
    uuids = list(PublishedThing.objects.values_list("uuid", flat=True))
    for number in SearchEntry.objects.values_list("pk", flat=True):
        embedded().remove(number)
    SearchKey.objects.all().delete()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        write_all(standing(uuids))
    assert held() == alone
    assert len([query for query in asked if "search_searchkey" in query["sql"]]) == 2


def test_a_thing_keeps_its_number_and_takes_its_new_rank() -> None:
    three_things()
    number, uuid = SearchEntry.objects.order_by("pk").values_list("pk", "uuid")[0]
    [written] = standing([uuid])
    written.thing.rank = 7
    SearchProjection().write(written)
    assert SearchEntry.objects.values_list("pk", "uuid").get(rank=7) == (number, uuid)


def test_entries_of_other_rules_are_made_anew_together() -> None:
    three_things()
    before = held()
    SearchEntry.objects.update(tokens="older")
    for number in SearchEntry.objects.values_list("pk", flat=True):
        embedded().remove(number)
    assert renew() == 3
    assert held() == before


def test_of_what_is_found_equally_well_things_stand_before_what_tells_of_them() -> None:
    told = {"ja": "転車台の話"}
    factories.tour("walk", short=told, rank=1, name={"ja": "まち歩き"})
    factories.item("signal", short=told, rank=2, name={"ja": "信号機"})
    factories.place("far", short=told, rank=30_000, name={"ja": "遠い駅"})
    factories.place("station", short=told, rank=130, name={"ja": "河合駅"})
    order = [orjson.loads(row.summary)["slug"] for row in search("ja", "転車台").rows]
    assert order == ["station", "far", "signal", "walk"]
    [first, *_] = explain("ja", "転車台")
    assert (first.rank, first.tier) == (130, "lead")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only FTS5 leaves segments")
def test_an_index_that_was_written_often_becomes_one_segment_and_finds_the_same() -> None:
    three_things()
    uuids = list(PublishedThing.objects.values_list("uuid", flat=True))
    for _ in range(6):
        write_all(standing(uuids))
    before = held()
    assert len(segments()) > 1
    assert settle() > 0
    assert len(segments()) == 1
    assert held() == before
    assert [orjson.loads(row.summary)["slug"] for row in search("ja", "衆楽園").rows] == ["shurakuen"]
    assert settle() == 0


def segments() -> list[object]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT segid FROM {table('ja')}_idx")
        return cursor.fetchall()
