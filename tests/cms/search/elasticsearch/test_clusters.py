"""Clusters as operators have them: three nodes of which one dies under load, and the next major version."""

from __future__ import annotations

import tempfile
import threading
import time
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import orjson
import pytest
from django.db import connection

from cms.search.elasticsearch import indexes
from cms.search.elasticsearch.building import build, serving
from cms.search.elasticsearch.client import client
from cms.search.elasticsearch.degrading import forget
from cms.search.elasticsearch.following import follow
from cms.search.elasticsearch.tending import forget as forget_rest
from cms.search.elasticsearch.tending import tend
from cms.search.elasticsearch.verifying import verify
from cms.search.selectors import search
from cms.settings.search import SearchCluster
from cms.setup.search_distribution import DISTRIBUTIONS
from cms.setup.search_node import raise_cluster, stop_all
from cms.setup.search_server import Node
from tests.cms.search.contract import town
from tests.processes import wait_until
from tests.search_node import PASSWORD, demand, reached

WATERMARKS = ("watermark.low", "watermark.high", "watermark.flood_stage")
pytestmark = [pytest.mark.full, pytest.mark.django_db(transaction=True)]


@contextmanager
def running(version: str, nodes: int) -> Iterator[list[Node]]:
    """Run that many nodes as one cluster."""
    demand(version)
    asked = Namespace(nodes=nodes, port=0, heap="512m", password=PASSWORD)
    with tempfile.TemporaryDirectory(prefix="kakuzan-cluster-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        made: list[Node] = []
        try:
            raise_cluster(DISTRIBUTIONS[version], asked, Path(folder), made)
            yield made
        finally:
            stop_all([node for node in made if node.process.poll() is None])


def slugs(q: str, lang: str = "ja") -> tuple[str, list[str]]:
    page = search(lang, q)
    return page.engine, [orjson.loads(row.summary)["slug"] for row in page.rows]


def test_a_node_killed_under_load_costs_no_search_and_no_change(settings: object) -> None:
    with running("8", 3) as nodes:
        cluster = replace(reached(*(node.http for node in nodes)), replicas="1", shards=2)
        settings.SEARCH_CLUSTER = cluster  # type: ignore[attr-defined]
        town.publish(town.told("castle", names={"ja": "津山城"}), town.told("garden", names={"ja": "衆楽園"}))
        assert build(cluster) is not None
        client(cluster, patient=True).cluster.health(wait_for_status="green", timeout="60s")
        forget()
        answers: list[tuple[str, list[str]]] = []
        enough = threading.Event()

        def ask() -> None:
            try:
                while not enough.is_set():
                    answers.append(slugs("衆楽園"))
            finally:
                connection.close()

        visitors = [threading.Thread(target=ask) for _ in range(3)]
        for visitor in visitors:
            visitor.start()
        for number in range(30):
            if number == 10:
                nodes[1].kill()
            town.publish(town.told("castle", names={"ja": f"津山城 第{number}報"}))
            answering = serving()
            assert answering is not None
            follow(cluster, answering)
        enough.set()
        for visitor in visitors:
            visitor.join()
        assert len(answers) > 30
        assert {tuple(found) for _, found in answers} == {("garden",)}
        assert {engine for engine, _ in answers} == {"elasticsearch"}
        answering = serving()
        assert answering is not None
        indexes.refresh(cluster, answering.stamp)
        found = verify(cluster, answering)
        assert (found.wrong, found.surplus) == (0, 0)
        assert slugs("第29報") == ("elasticsearch", ["castle"])


def test_the_next_version_finds_the_same(settings: object) -> None:
    with running("9", 1) as nodes:
        cluster: SearchCluster = reached(nodes[0].http)
        town.publish(*town.golden())
        expected = {q: slugs(q) for q in ("津山城", "桜", "kakuzan", "博物館", "つやま")}
        assert {engine for engine, _ in expected.values()} <= {"sqlite", "postgresql"}
        settings.SEARCH_CLUSTER = cluster  # type: ignore[attr-defined]
        answering = build(cluster)
        assert answering is not None
        forget()
        assert {q: slugs(q) for q in expected} == {q: ("elasticsearch", found) for q, (_, found) in expected.items()}
        town.publish(town.told("castle", names={"ja": "鶴山の城跡"}))
        follow(cluster, answering)
        found = verify(cluster, answering)
        assert (found.wrong, found.surplus) == (0, 0)


def test_a_disk_that_runs_full_stops_writes_and_loses_none(settings: object) -> None:
    with running("8", 1) as nodes:
        cluster: SearchCluster = reached(nodes[0].http)
        settings.SEARCH_CLUSTER = cluster  # type: ignore[attr-defined]
        town.publish(town.told("castle", names={"ja": "津山城"}))
        assert build(cluster) is not None
        connected = client(cluster, patient=True).cluster
        marks = [f"cluster.routing.allocation.disk.{name}" for name in ("threshold_enabled", *WATERMARKS)]
        connected.put_settings(persistent=dict(zip(marks, ["true", *["90000gb"] * 3], strict=True)))
        town.publish(town.told("yagura", names={"ja": "備中櫓"}))

        def tended() -> str:
            forget_rest()
            town.publish(town.told("yagura", names={"ja": f"備中櫓 {time.monotonic()}"}))
            tend(cluster)
            answering = serving()
            return answering.error if answering else ""

        assert wait_until(lambda: "the disk of the cluster is full" in tended(), seconds=120)
        forget()
        assert slugs("津山城") == ("elasticsearch", ["castle"])
        assert slugs("備中櫓")[1] == ["yagura"]
        connected.put_settings(persistent=dict.fromkeys(marks))
        assert wait_until(lambda: tended() == "", seconds=120)
        answering = serving()
        assert answering is not None
        indexes.refresh(cluster, answering.stamp)
        compared = verify(cluster, answering)
        assert (compared.wrong, compared.surplus) == (0, 0)
        forget()
        assert slugs("備中櫓") == ("elasticsearch", ["yagura"])
