"""Clusters that fail in the middle: cut and hanging connections, blocks, foreign indexes. Nothing is lost, nobody waits long."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from typing import Any

import orjson
import pytest
from django.test import Client

from cms.search.elasticsearch import bulk, indexes
from cms.search.elasticsearch.building import build, serving
from cms.search.elasticsearch.client import Unavailable, client
from cms.search.elasticsearch.degrading import BREAKER, Breaker, forget
from cms.search.elasticsearch.schema import alias
from cms.search.elasticsearch.state import look, trouble
from cms.search.elasticsearch.tending import forget as forget_rest
from cms.search.elasticsearch.tending import tend
from cms.search.elasticsearch.verifying import verify
from cms.search.models import SearchBuild
from cms.search.selectors import search
from cms.settings.search import SearchCluster
from tests.cms.search.contract import town
from tests.cms.search.elasticsearch.wire import Wire

pytestmark = pytest.mark.django_db
LONG = 25.0
"""Seconds that no visitor waits, however slow the machine; the hosts would be waited for twice as long."""


@pytest.fixture
def wire(cluster: SearchCluster, built: SearchBuild) -> Iterator[Wire]:
    """Return a wire to the cluster, for which an index is built."""
    with closing(Wire(cluster.hosts[0])) as made:
        yield made


def asked_over(settings: Any, cluster: SearchCluster, *hosts: str, **members: Any) -> SearchCluster:
    """Have the installation ask its cluster at these addresses."""
    settings.SEARCH_CLUSTER = replace(cluster, hosts=hosts, **members)
    looked_anew()
    return settings.SEARCH_CLUSTER  # type: ignore[no-any-return]


def looked_anew() -> None:
    forget()
    forget_rest()


def found(q: str) -> tuple[str, list[str]]:
    page = search("ja", q)
    return page.engine, [orjson.loads(row.summary)["slug"] for row in page.rows]


def caught_up(cluster: SearchCluster, built: SearchBuild) -> None:
    """Assert that the worker brings by itself what waited, and that the index is what it would be."""
    looked_anew()
    tend(cluster)
    answering = serving()
    assert answering is not None
    indexes.refresh(cluster, answering.stamp)
    compared = verify(cluster, answering)
    assert (compared.wrong, compared.surplus, answering.error) == (0, 0, "")
    assert look().well, look().seen


@pytest.mark.parametrize("cut", ["question", "answer"])
def test_a_cluster_that_dies_in_the_middle_of_a_bulk_gets_all_of_it_again(
    cluster: SearchCluster, built: SearchBuild, wire: Wire, settings: Any, monkeypatch: pytest.MonkeyPatch, cut: str
) -> None:
    monkeypatch.setattr(bulk, "MOST_DOCUMENTS", 5)
    over = asked_over(settings, cluster, wire.address)
    town.publish(*(town.told(f"yagura-{number}", names={"ja": f"備中櫓 {number}"}) for number in range(4)))
    before = SearchBuild.objects.get(pk=built.pk).applied
    assert trouble(over) == ""
    if cut == "question":
        wire.cut_at = wire.carried + 6_000
    else:
        wire.deaf = True
    tend(over)
    answering = SearchBuild.objects.get(pk=built.pk)
    assert answering.applied == before
    assert answering.error
    assert len(found("備中櫓")[1]) == 4
    wire.mend()
    caught_up(over, built)
    assert found("備中櫓") == ("elasticsearch", [f"yagura-{number}" for number in range(4)])


def test_a_cluster_that_hangs_costs_one_visitor_a_bounded_time_and_comes_back(
    cluster: SearchCluster, built: SearchBuild, wire: Wire, settings: Any
) -> None:
    over = asked_over(settings, cluster, wire.address)
    assert found("津山城") == ("elasticsearch", ["castle"])
    wire.held = True
    begun = time.monotonic()
    asked_over(settings, cluster, wire.address, timeout=0.4)
    answer = Client().get("/api/v1/search?q=津山城&lang=ja")
    assert time.monotonic() - begun < LONG
    assert (answer.status_code, answer["X-Search-Engine"] != "elasticsearch") == (200, True)
    assert "no answer" in BREAKER.why
    carried, BREAKER.until = wire.carried, time.monotonic() + 600
    assert found("津山城")[1] == ["castle"]
    assert wire.carried == carried
    wire.mend()
    asked_over(settings, over, wire.address)
    assert found("津山城") == ("elasticsearch", ["castle"])


def test_a_host_of_several_that_hangs_costs_no_answer_of_the_cluster(
    cluster: SearchCluster, built: SearchBuild, wire: Wire, settings: Any
) -> None:
    wire.held = True
    asked_over(settings, cluster, wire.address, cluster.hosts[0], timeout=8.0)
    assert {found("津山城")[0] for _ in range(3)} == {"elasticsearch"}


def test_after_a_rest_one_visitor_asks_and_the_others_wait_for_what_it_finds() -> None:
    breaker = Breaker()
    breaker.trip("down")
    breaker.until = 0.0
    rested = [breaker.rests() for _ in range(5)]
    assert rested == [False, True, True, True, True]
    breaker.close()
    assert not breaker.rests()


@contextmanager
def blocked(cluster: SearchCluster, block: str) -> Iterator[None]:
    """Have the whole cluster refuse writes, as an operator or a full disk does."""
    connected = client(cluster, patient=True)
    connected.cluster.put_settings(persistent={block: True})
    try:
        yield
    finally:
        connected.cluster.put_settings(persistent={block: None})


def test_a_cluster_that_takes_no_writes_answers_lags_and_catches_up(
    cluster: SearchCluster, built: SearchBuild, settings: Any
) -> None:
    with blocked(cluster, "cluster.blocks.read_only_allow_delete"):
        town.publish(town.told("yagura", names={"ja": "備中櫓"}))
        looked_anew()
        tend(cluster)
        assert "block" in SearchBuild.objects.get(pk=built.pk).error
        with pytest.raises(Unavailable, match="block"):
            build(cluster)
        assert found("津山城") == ("elasticsearch", ["castle"])
        settings.SEARCH_CLUSTER = replace(cluster, lag=0.0)
        forget()
        engine, slugs = found("備中櫓")
        assert (engine != "elasticsearch", slugs) == (True, ["yagura"])
        assert "block" in look().seen
        settings.SEARCH_CLUSTER = cluster
    caught_up(cluster, built)
    assert found("備中櫓") == ("elasticsearch", ["yagura"])


def test_a_foreign_index_behind_a_name_of_ours_is_no_answer_and_is_put_aside(
    cluster: SearchCluster, built: SearchBuild, settings: Any
) -> None:
    connected, other = client(cluster, patient=True), f"other-{cluster.prefix}"
    connected.indices.create(
        index=other, mappings={"properties": {"rank": {"type": "keyword"}}}, aliases={alias(cluster, "place"): {}}
    )
    try:
        connected.index(index=other, document={"rank": "津山城", "name": 1}, refresh=True)
        forget()
        assert found("津山城")[1] == ["castle"]
        assert f"names of ours lead to {other} too" in trouble(cluster)
        caught_up(cluster, built)
        assert found("津山城") == ("elasticsearch", ["castle"])
        assert connected.indices.exists(index=other)
    finally:
        connected.indices.delete(index=other)


def test_a_foreign_index_with_a_name_of_ours_is_left_alone_and_said(cluster: SearchCluster, db: None) -> None:
    town.publish(town.told("castle", names={"ja": "津山城"}))
    connected, taken = client(cluster, patient=True), alias(cluster, "place")
    connected.indices.create(index=taken)
    looked_anew()
    tend(cluster)
    assert f"{taken} is an index, not an alias" in look().seen
    assert found("津山城")[1] == ["castle"]
    assert connected.indices.exists(index=taken)
    connected.indices.delete(index=taken)
    looked_anew()
    tend(cluster)
    forget()
    assert found("津山城") == ("elasticsearch", ["castle"])
