"""One contract for all engines: the same things, in the same order, down to ties; the golden queries over the golden places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import reduce
from itertools import cycle
from operator import or_
from uuid import UUID

import orjson
import pytest
from django.db import connection, transaction
from django.db.models import Q

from cms.publishing.query import Near
from cms.search.elasticsearch.building import build
from cms.search.elasticsearch.client import Unsuited
from cms.search.elasticsearch.engine import Elasticsearch
from cms.search.elasticsearch.indexes import remove
from cms.search.engine import Answer, Engine, Narrowed, Wanted
from cms.search.models import SearchKey
from cms.search.projection import embedded
from cms.search.suggesting import suggested
from cms.search.tokens import query_plan, suggestion_prefixes, widened
from cms.settings.search import SearchCluster
from tests.cms.search.contract import oracle, town
from tests.cms.search.tokens.corpus import golden_queries

pytestmark = pytest.mark.django_db
NOW = town.NOW


@pytest.fixture(scope="class")
def places(django_db_setup: None, django_db_blocker: object) -> Iterator[list[oracle.Thing]]:
    """Publish the golden places once for the class, and take them back in the end."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        town.publish(*town.golden(), *town.swords())
        yield town.as_things()
        transaction.set_rollback(True)


def wanted(q: str, lang: str = "ja", **members: object) -> Wanted:
    return Wanted(lang=lang, plan=query_plan(q, lang), now=NOW, **members)  # type: ignore[arg-type]


def everything_found(engine: Engine, asked: Wanted) -> list[str]:
    """Return all uuids, page by page."""
    found: list[str] = []
    while True:
        hits = engine.find(asked).hits
        found += [str(UUID(hit.uuid)) for hit in hits[: asked.limit]]
        if len(hits) <= asked.limit:
            return found
        last = hits[asked.limit - 1]
        asked = replace(asked, after=(last.score, last.number))


class Contract:
    """What an engine has to do; `engine` is a fixture of the classes below."""

    def test_golden_queries_find_the_same_in_the_same_order(self, engine: Engine, places: list[oracle.Thing]) -> None:
        differ = []
        for golden in golden_queries():
            plan = query_plan(golden.query, golden.lang)
            expected = oracle.found(places, plan, golden.lang)
            found = [str(UUID(hit.uuid)) for hit in engine.find(wanted(golden.query, golden.lang, limit=100)).hits]
            if found != expected:
                differ.append((golden.query, found, expected))
        assert differ == []

    @pytest.mark.parametrize("q", ["津山の城", "城の桜", "明治の建物"])
    def test_what_was_asked_comes_before_what_it_speaks_of(
        self, engine: Engine, places: list[oracle.Thing], q: str
    ) -> None:
        plan = widened(query_plan(q, "ja"), q, "ja")
        assert plan is not None
        found = [str(UUID(hit.uuid)) for hit in engine.find(replace(wanted(q, limit=100), plan=plan)).hits]
        assert found == oracle.found(places, plan, "ja") != []

    def test_one_language_is_searched_and_another_shown(self, engine: Engine, places: list[oracle.Thing]) -> None:
        searched = engine.find(wanted("石垣", "ja", limit=100)).hits
        shown = engine.find(wanted("石垣", "ja", shown="en", limit=100)).hits
        assert [hit.uuid for hit in shown] == [hit.uuid for hit in searched] != []
        assert [hit.summary for hit in shown] != [hit.summary for hit in searched]

    @pytest.mark.parametrize(
        "q", ["城", "津山", "櫓", "津山 城", "castle museum", "慶長9年", "つやま", "tsuyama", "駅 前", "abc城"]
    )
    @pytest.mark.parametrize("limit", [1, 7])
    def test_pages_hold_everything_once(self, engine: Engine, places: list[oracle.Thing], q: str, limit: int) -> None:
        expected = oracle.found(places, query_plan(q, "ja"), "ja")
        assert everything_found(engine, wanted(q, limit=limit)) == expected

    @pytest.mark.parametrize(
        "filters", [{"kinds": ("event",)}, {"tags": ("even",)}, {"tags": ("even", "castle")}, {"kinds": ("item",)}]
    )
    def test_filters_narrow_what_is_found_and_counted(
        self, engine: Engine, places: list[oracle.Thing], filters: dict[str, tuple[str, ...]]
    ) -> None:
        expected = oracle.found(places, query_plan("津山", "ja"), "ja", **filters)
        answer = engine.find(wanted("津山", limit=100, **filters))
        assert [str(UUID(hit.uuid)) for hit in answer.hits] == expected
        assert sum(answer.facets.kinds.values()) == len(expected)

    @pytest.mark.parametrize(
        ("narrowed", "expected"),
        [
            (Narrowed(years=(1600, 1615)), "0"),
            (Narrowed(years=(1616, 1616)), "01"),
            (Narrowed(years=(1700, 1900)), "2"),
            (Narrowed(displayed=True), "146"),
            (Narrowed(scene=True), "2"),
            (Narrowed(rights=("CC0", "PDM")), "0"),
            (Narrowed(season="spring"), "01"),
            (Narrowed(season="spring", years=(1603, 1603)), "0"),
            (Narrowed(), "0123456"),
        ],
    )
    def test_what_is_narrowed_is_narrowed_alike(
        self, engine: Engine, places: list[oracle.Thing], narrowed: Narrowed, expected: str
    ) -> None:
        answer = engine.find(wanted("無銘の刀", narrowed=narrowed))
        assert "".join(orjson.loads(hit.summary)["slug"][-1] for hit in answer.hits) == expected

    @pytest.mark.parametrize(
        "filters", [{}, {"kinds": ("event",)}, {"tags": ("even",)}, {"narrowed": Narrowed(displayed=True)}]
    )
    def test_counting_alone_says_what_finding_says(
        self, engine: Engine, places: list[oracle.Thing], filters: dict[str, object]
    ) -> None:
        for q in ("津山", "無銘の刀", "存在しない", "。"):
            asked = wanted(q, limit=1, **filters)
            assert engine.count(asked) == engine.find(asked).facets, q

    def test_facets_count_kinds_and_tags(self, engine: Engine, places: list[oracle.Thing]) -> None:
        hits = set(oracle.found(places, query_plan("津山", "ja"), "ja"))
        tags = Counter(tag for thing in places if thing.uuid in hits for tag in thing.tags)
        facets = engine.find(wanted("津山", limit=1)).facets
        assert dict(facets.kinds) == Counter(thing.kind for thing in places if thing.uuid in hits)
        assert list(facets.tags.items()) == sorted(tags.items(), key=lambda row: (-row[1], row[0]))
        assert not facets.approximate

    def test_above_the_sorted_three_tiers_are_left(
        self, engine: Engine, places: list[oracle.Thing], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for module in (
            "cms.search.sql",
            "cms.search.elasticsearch.engine",
            "cms.search.elasticsearch.pages",
            "tests.cms.search.contract.oracle",
        ):
            monkeypatch.setattr(f"{module}.MOST_SORTED", 3)
        for q in ("津山", "津山 城", "城"):
            assert everything_found(engine, wanted(q, limit=6)) == oracle.found(places, query_plan(q, "ja"), "ja"), q

    def test_counts_end_somewhere_and_say_so(
        self, engine: Engine, places: list[oracle.Thing], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for module in ("cms.search.sql", "cms.search.elasticsearch.pages"):
            monkeypatch.setattr(f"{module}.MOST_COUNTED", 5)
        answer = engine.find(wanted("津山", limit=100))
        assert answer.facets.approximate
        assert sum(answer.facets.kinds.values()) > 5
        assert [str(UUID(hit.uuid)) for hit in answer.hits] == oracle.found(places, query_plan("津山", "ja"), "ja")

    @pytest.mark.parametrize(
        "q",
        [
            *(
                "\"' OR 1=1 --",
                "name:*",
                "AND",
                "NEAR(",
                '{"match_all": {}}',
                "\u200b",
                "🏯",
                "x" * 10_000,
                "城 " * 1000,
            ),
            *("\ud800", "مرحبا", "<script>", "* ? ~2 ^5 [a TO b] \\", "\x00城", " ".join("城櫓桜滝山川石門橋庭" * 20)),
        ],
    )
    def test_hostile_queries_answer_alike(self, engine: Engine, places: list[oracle.Thing], q: str) -> None:
        asked = wanted(q, limit=100)
        expected = oracle.found(places, asked.plan, "ja")
        assert [str(UUID(hit.uuid)) for hit in engine.find(asked).hits] == expected

    @pytest.mark.parametrize(
        "typed", ["つ", "つやま", "津山", "t", "tsuyama", "Castle", "park", "城", "zzz", "つやまし", "津 山"]
    )
    def test_names_are_suggested_whole_ones_first(self, places: list[oracle.Thing], typed: str) -> None:
        prefixes = suggestion_prefixes(typed)
        keys = SearchKey.objects.filter(reduce(or_, (Q(key__startswith=prefix) for prefix in prefixes)))
        nearest: dict[UUID, tuple[int, int]] = {}
        for key in keys.select_related("entry"):
            held = nearest.setdefault(key.entry.uuid, (key.place, key.entry_id))
            nearest[key.entry.uuid] = min(held, (key.place, key.entry_id))
        expected = sorted(nearest, key=nearest.__getitem__)
        for limit in (1, 8, 50):
            rows = suggested("ja", prefixes, now=NOW, limit=limit)
            assert [UUID(orjson.loads(row)["id"]) for row in rows] == expected[:limit]
        assert suggested("ja", prefixes, now=2**53, limit=8) == []

    def test_nothing_is_found_before_or_behind_its_time(self, engine: Engine, places: list[oracle.Thing]) -> None:
        assert engine.find(replace(wanted("津山城"), now=2**53)).hits == ()

    def test_hits_carry_what_is_shown(self, engine: Engine, places: list[oracle.Thing]) -> None:
        answer: Answer = engine.find(wanted("津山城"))
        assert b"\xe6\xb4\xa5\xe5\xb1\xb1\xe5\x9f\x8e" in answer.hits[0].summary
        assert answer.hits[0].kind == "place"


class TestEmbedded(Contract):
    """SQLite, or PostgreSQL where the suite runs on it."""

    @pytest.fixture(scope="class")
    def engine(self, places: list[oracle.Thing]) -> Engine:
        assert embedded().name == connection.vendor
        return embedded()


HERE = Near(35.0601, 134.0001)
NARROWED = {
    "by distance": Narrowed(near=HERE),
    "in 300 m": Narrowed(near=replace(HERE, radius_m=300.0)),
    "in 20 km": Narrowed(near=replace(HERE, radius_m=20_000.0)),
    "in 3,000 km": Narrowed(near=replace(HERE, radius_m=3e6)),
    "nearest first in each tier": Narrowed(near=HERE, lift_near=True),
    "nearest first in 5 km": Narrowed(near=replace(HERE, radius_m=5_000.0), lift_near=True),
    "open": Narrowed(open_at=datetime.fromtimestamp(NOW, tz=UTC)),
    "open before": Narrowed(open_at=datetime.fromtimestamp(NOW - 1800, tz=UTC), season="winter"),
    "open never": Narrowed(open_at=datetime.fromtimestamp(NOW + 10 * town.DAY, tz=UTC)),
    "open first": Narrowed(lift_open=True),
    "of the season first": Narrowed(lift_season="winter"),
    "both first": Narrowed(lift_open=True, lift_season="winter"),
    "all at once": Narrowed(
        near=replace(HERE, radius_m=50_000.0), open_at=datetime.fromtimestamp(NOW - 60, tz=UTC), lift_season="winter"
    ),
    "on the other side": Narrowed(near=Near(-34.9, -46.0)),
}


class TestElasticsearch(Contract):
    """The cluster, built from the documents."""

    @pytest.mark.parametrize("narrowed", NARROWED.values(), ids=NARROWED)
    def test_distances_hours_and_lifts_are_as_in_the_database(self, engine: Engine, narrowed: Narrowed) -> None:
        found = 0
        for q in ("城", "津山", "castle", "桜"):
            asked = wanted(q, narrowed=narrowed, limit=100)
            ours, theirs = engine.find(asked), embedded().find(asked)
            assert [(hit.number, hit.score) for hit in ours.hits] == [(hit.number, hit.score) for hit in theirs.hits]
            assert ours.facets == theirs.facets
            found += len(ours.hits)
        assert (found == 0) == (narrowed is NARROWED["open never"])

    @pytest.mark.parametrize("narrowed", NARROWED.values(), ids=NARROWED)
    def test_a_page_goes_on_in_the_other_engine(self, engine: Engine, narrowed: Narrowed) -> None:
        asked = wanted("津山", narrowed=narrowed, limit=3)
        expected = everything_found(embedded(), asked)
        for turns in ([engine, embedded()], [engine]):
            found: list[str] = []
            going_on: Wanted | None = asked
            for turn in cycle(turns):
                hits = turn.find(going_on).hits  # type: ignore[arg-type]
                found += [str(UUID(hit.uuid)) for hit in hits[:3]]
                if len(hits) <= 3:
                    break
                going_on = replace(asked, after=(hits[2].score, hits[2].number))
            assert found == expected

    def test_a_page_behind_what_has_gone_is_one_for_the_database(self, engine: Engine) -> None:
        with pytest.raises(Unsuited, match="gone or elsewhere"):
            engine.find(wanted("津山", narrowed=Narrowed(near=HERE), after=(12.0, 1)))

    def test_where_too_much_is_open_the_database_answers(self, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("cms.search.elasticsearch.orders.MOST_OPEN", 3)
        with pytest.raises(Unsuited, match="more than 3"):
            engine.find(wanted("津山", narrowed=NARROWED["open first"]))

    @pytest.fixture(scope="class")
    def engine(self, search_node: SearchCluster, places: list[oracle.Thing]) -> Iterator[Elasticsearch]:
        cluster = replace(search_node, prefix="contract")
        built = build(cluster)
        assert built is not None
        assert built.documents == 7 * len(places)
        yield Elasticsearch(cluster)
        remove(cluster, built.stamp)
