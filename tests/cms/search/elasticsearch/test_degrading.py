"""A cluster that is down, silent, foreign or closed: the database answers, says so, and nothing is lost."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import orjson
import pytest
from django.test import Client

from cms.publishing.query import BadCursor
from cms.search.condition import condition
from cms.search.counting import counted
from cms.search.elasticsearch import client as connecting
from cms.search.elasticsearch import indexes
from cms.search.elasticsearch.bulk import send
from cms.search.elasticsearch.client import Unavailable
from cms.search.elasticsearch.degrading import BREAKER, forget
from cms.search.elasticsearch.documents import indexed
from cms.search.elasticsearch.engine import Elasticsearch
from cms.search.elasticsearch.state import look, trouble
from cms.search.elasticsearch.tending import forget as forget_rest
from cms.search.elasticsearch.tending import tend
from cms.search.models import SearchBuild
from cms.search.selectors import search
from cms.settings.search import SearchCluster
from tests.cms.search.contract import town

pytestmark = pytest.mark.django_db
NODES = {"nodes": {"a": {"version": "7.17.0"}}}


def slugs(page: Any) -> list[str]:
    return [orjson.loads(row.summary)["slug"] for row in page.rows]


def moved(settings: Any, cluster: SearchCluster, address: str, **members: Any) -> SearchCluster:
    """Have the installation believe that its cluster is elsewhere."""
    trusted = cluster.ca if address.startswith("https:") else ""
    settings.SEARCH_CLUSTER = replace(cluster, hosts=(address,), ca=trusted, **members)
    forget()
    forget_rest()
    return settings.SEARCH_CLUSTER  # type: ignore[no-any-return]


def test_a_cluster_that_is_down_degrades_and_catches_up_by_itself(
    cluster: SearchCluster, built: SearchBuild, nobody: str, settings: Any
) -> None:
    away = moved(settings, cluster, nobody)
    page = search("ja", "津山城")
    assert (page.engine != "elasticsearch", slugs(page)) == (True, ["castle"])
    assert dict(counted("ja", "津山城").kinds) == {"place": 1}
    assert look().seen.startswith("degraded")
    assert (condition().answers, bool(condition().why)) == (page.engine, True)
    town.publish(town.told("yagura", names={"ja": "備中櫓"}))
    tend(away)
    assert slugs(search("ja", "備中櫓")) == ["yagura"]
    moved(settings, cluster, cluster.hosts[0])
    tend(cluster)
    indexes.refresh(cluster, built.stamp)
    page = search("ja", "備中櫓")
    assert (page.engine, slugs(page)) == ("elasticsearch", ["yagura"])
    assert dict(counted("ja", "備中櫓").kinds) == {"place": 1}
    assert look().well
    found = condition()
    assert (found.answers, found.why, [seen.behind for seen in found.builds]) == ("elasticsearch", "", [0])


def test_not_every_visitor_waits_for_a_cluster_that_is_silent(
    cluster: SearchCluster, built: SearchBuild, half_open: str, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved(settings, cluster, half_open, timeout=0.3)
    assert slugs(search("ja", "津山城")) == ["castle"]
    assert BREAKER.rests()
    BREAKER.until = time.monotonic() + 600
    asked: list[object] = []
    monkeypatch.setattr(Elasticsearch, "find", lambda engine, wanted: asked.append(wanted))
    assert slugs(search("ja", "津山城")) == ["castle"]
    assert asked == []


@pytest.mark.parametrize(
    ("status", "body", "product", "said"),
    [
        (200, NODES, "Elasticsearch", "7.17.0; accepted are 8 and 9"),
        (200, {"nodes": {}}, "Elasticsearch", "of no version"),
        (200, {"tagline": "hello"}, "OpenSearch", "no Elasticsearch"),
        (401, {"error": {"type": "security_exception", "reason": "no"}}, "Elasticsearch", "wrong user, password"),
        (403, {"error": {"type": "security_exception", "reason": "no"}}, "Elasticsearch", "not allowed"),
        (503, {"error": {"type": "master_not_discovered", "reason": "null"}}, "Elasticsearch", "503"),
        (500, "<html>proxy</html>", "Elasticsearch", "500"),
    ],
)
def test_what_is_wrong_is_said_and_the_database_answers(
    cluster: SearchCluster,
    built: SearchBuild,
    settings: Any,
    stand_in: Callable[..., str],
    status: int,
    body: object,
    product: str,
    said: str,
) -> None:
    wrong = moved(settings, cluster, stand_in(status, body, product))
    assert said in trouble(wrong)
    page = search("ja", "津山城")
    assert (page.engine != "elasticsearch", slugs(page)) == (True, ["castle"])
    before = SearchBuild.objects.get(pk=built.pk).applied
    town.publish(town.told("yagura", names={"ja": "備中櫓"}))
    tend(wrong)
    assert SearchBuild.objects.get(pk=built.pk).applied == before


def test_a_wrong_password_is_said_without_saying_it(cluster: SearchCluster, built: SearchBuild, settings: Any) -> None:
    if not cluster.user:
        pytest.skip("the node of SEARCH_URL has no password")
    wrong = replace(cluster, password="falsch")
    settings.SEARCH_CLUSTER = wrong
    forget()
    assert "wrong user, password or API key" in trouble(wrong)
    assert "falsch" not in trouble(wrong)
    assert slugs(search("ja", "津山城")) == ["castle"]


def test_answers_say_which_engine_gave_them(
    cluster: SearchCluster, built: SearchBuild, nobody: str, settings: Any
) -> None:
    for address in ("/api/v1/search?q=津山城&lang=ja", "/ja/search/?q=津山城"):
        moved(settings, cluster, cluster.hosts[0])
        assert Client().get(address)["X-Search-Engine"] == "elasticsearch", address
        moved(settings, cluster, nobody)
        answer = Client().get(address)
        assert (answer.status_code, answer["X-Search-Engine"] != "elasticsearch") == (200, True), address


def test_a_cursor_of_the_cluster_goes_on_in_the_database_and_back(
    cluster: SearchCluster, built: SearchBuild, nobody: str, settings: Any
) -> None:
    town.publish(*(town.told(f"castle-{number}", names={"ja": "津山城"}, rank=number) for number in range(6)))
    tend(cluster)
    indexes.refresh(cluster, built.stamp)
    seen, cursor, engines = [], "", []
    for address in (cluster.hosts[0], nobody, cluster.hosts[0], nobody):
        moved(settings, cluster, address)
        page = search("ja", "津山城", limit=2, cursor=cursor)
        seen += slugs(page)
        engines.append(page.engine)
        cursor = page.next_cursor
    assert seen == [*(f"castle-{number}" for number in range(6)), "castle"]
    assert len(set(engines)) == 2


@pytest.mark.parametrize(
    "score, number", [(1e300, 1), (-1, 1), (1, 2**63), (1, -1), (1, 1.5), (1, True), ("1", 1), (None, 1)]
)
def test_a_forged_cursor_is_refused(cluster: SearchCluster, built: SearchBuild, score: object, number: object) -> None:
    import base64

    from cms.search.selectors import _question

    forged = orjson.dumps([_question("ja", "城", (), ()), score, number])
    with pytest.raises(BadCursor):
        search("ja", "城", cursor=base64.urlsafe_b64encode(forged).decode().rstrip("="))


def test_what_a_busy_cluster_turned_away_is_sent_again_in_smaller_parts(
    cluster: SearchCluster, built: SearchBuild, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cms.publishing.models import PublishedThing
    from cms.search.elasticsearch import bulk

    real, sizes, pauses = bulk._bulk, [], list[float]()

    def busy_at_first(to: SearchCluster, chunk: Any) -> list[dict[str, Any]]:
        sizes.append(len(chunk))
        if len(sizes) <= 2:
            return [{"status": 429, "error": {"type": "es_rejected_execution_exception"}}] * len(chunk)
        return real(to, chunk)

    monkeypatch.setattr(bulk, "_bulk", busy_at_first)
    documents = list(indexed(list(PublishedThing.objects.values_list("uuid", flat=True))))
    assert send(cluster, built.stamp, documents, pause=pauses.append).written == 14
    assert sizes[:3] == [14, 7, 7] or sizes[:2] == [14, 7]
    assert pauses == sorted(pauses) and pauses

    monkeypatch.setattr(bulk, "_bulk", lambda to, chunk: [{"status": 429}] * len(chunk))
    with pytest.raises(Unavailable, match="too busy for 14 documents"):
        send(cluster, built.stamp, documents, pause=pauses.append)


def test_without_a_cluster_its_library_is_not_loaded() -> None:
    import subprocess
    import sys

    probe = "import django; django.setup(); import sys, cms.search.selectors; print('elasticsearch' in sys.modules)"
    environment = {"DJANGO_SETTINGS_MODULE": "cms.settings.test", "PATH": ""}
    done = subprocess.run([sys.executable, "-c", probe], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
    assert connecting.VERSIONS == (8, 9)
