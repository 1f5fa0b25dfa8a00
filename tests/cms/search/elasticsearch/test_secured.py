"""A cluster with TLS, as operators have it: whose certificate is believed, who may ask, and what is said when not."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from django.test import Client

from cms.publishing.models import PublishedThing
from cms.search.elasticsearch import indexes
from cms.search.elasticsearch.building import build, sweep
from cms.search.elasticsearch.degrading import forget
from cms.search.elasticsearch.following import follow
from cms.search.elasticsearch.state import look, trouble
from cms.search.elasticsearch.tending import forget as forget_rest
from cms.search.elasticsearch.tending import tend
from cms.search.elasticsearch.verifying import verify
from cms.search.models import SearchBuild
from cms.search.selectors import search
from cms.settings.search import SearchCluster
from tests.certificates import make
from tests.cms.search.contract import town
from tests.cms.search.elasticsearch.wire import gated
from tests.search_node import LIMITED

pytestmark = pytest.mark.django_db
KEY = "dGhpczppcyB0aGUga2V5"


@pytest.fixture
def secured(cluster: SearchCluster) -> SearchCluster:
    """Return the cluster where it has TLS and a password, which a developer's own may lack."""
    if not (cluster.user and cluster.ca):
        pytest.skip("the node of SEARCH_URL has no TLS or no password")
    return cluster


@pytest.fixture
def gate(secured: SearchCluster, tmp_path: Path) -> Iterator[SearchCluster]:
    """Return the cluster behind a gate with a certificate of its own that lets one API key in, and says 401 to all else.

    The small distribution cannot make keys: the index that it would keep them in needs analyzers that it lacks.
    """
    made, credentials = make(tmp_path), b64encode(f"{secured.user}:{secured.password}".encode()).decode()
    server = gated(secured, made, key=KEY, credentials=credentials)
    address = f"https://127.0.0.1:{server.server_address[1]}"
    yield replace(secured, hosts=(address,), user="", password="", api_key=KEY, ca=str(made.authority))
    server.shutdown()
    server.server_close()


def asked_with(settings: Any, cluster: SearchCluster) -> SearchCluster:
    """Have the installation ask its cluster in this way."""
    settings.SEARCH_CLUSTER = cluster
    forget()
    forget_rest()
    return cluster


def found(q: str) -> tuple[str, list[str]]:
    page = search("ja", q)
    return page.engine, [orjson.loads(row.summary)["slug"] for row in page.rows]


def test_the_documented_rights_are_enough_for_all_that_is_done(secured: SearchCluster, settings: Any) -> None:
    mine = asked_with(settings, replace(secured, user=LIMITED, prefix=f"{LIMITED}_{secured.prefix}"))
    town.publish(town.told("castle", names={"ja": "津山城"}))
    first, second = build(mine), build(mine)
    assert first is not None and second is not None
    town.publish(town.told("yagura", names={"ja": "備中櫓"}))
    assert follow(mine, second) == 1
    indexes.refresh(mine, second.stamp)
    assert found("備中櫓") == ("elasticsearch", ["yagura"])
    assert (verify(mine, second, repair=True).wrong, sweep(mine, now=True)) == (0, 1)
    assert look().well, look().seen
    indexes.remove(mine, second.stamp)


def test_an_api_key_opens_the_cluster_and_a_wrong_one_does_not(
    gate: SearchCluster, secured: SearchCluster, built: SearchBuild, settings: Any
) -> None:
    asked_with(settings, gate)
    assert found("津山城") == ("elasticsearch", ["castle"])
    assert look().well, look().seen
    for key in ("d3Jvbmc6a2V5", "not base64 at all"):
        for hosts in ({}, {"hosts": secured.hosts, "ca": secured.ca}):
            wrong = asked_with(settings, replace(gate, api_key=key, **hosts))
            assert "wrong user, password or API key" in trouble(wrong)
            answer = Client().get("/api/v1/search?q=津山城&lang=ja")
            assert (answer.status_code, answer["X-Search-Engine"] != "elasticsearch") == (200, True)
            assert len(answer.json()["results"]) == 1


def test_a_user_without_rights_loses_no_change(secured: SearchCluster, built: SearchBuild, settings: Any) -> None:
    tend(asked_with(settings, replace(secured, user=LIMITED)))
    town.publish(town.told("yagura", names={"ja": "備中櫓"}))
    forget_rest()
    tend(settings.SEARCH_CLUSTER)
    assert "not allowed" in SearchBuild.objects.get(pk=built.pk).error
    assert found("備中櫓")[1] == ["yagura"]
    tend(asked_with(settings, secured))
    indexes.refresh(secured, built.stamp)
    assert found("備中櫓") == ("elasticsearch", ["yagura"])


def test_a_certificate_is_believed_or_refused_in_a_clear_sentence(
    secured: SearchCluster, built: SearchBuild, settings: Any, stand_in: Any, tmp_path: Path
) -> None:
    served = x509.load_pem_x509_certificate(Path(secured.ca).with_name("server.pem").read_bytes())
    asked_with(settings, replace(secured, ca="", fingerprint=served.fingerprint(hashes.SHA256()).hex(":")))
    assert found("津山城") == ("elasticsearch", ["castle"])
    other, plain = make(tmp_path), stand_in(200, {}).replace("http:", "https:")
    unknown = "no authority that is known here has signed the cluster's certificate: set SEARCH_CA"
    cases = {
        unknown: replace(secured, ca=""),
        "is not the one of SEARCH_FINGERPRINT": replace(secured, ca="", fingerprint=other.fingerprint),
        "for another host": replace(secured, hosts=(secured.hosts[0].replace("127.0.0.1", "localhost"),)),
        "does the cluster speak https?": replace(secured, hosts=(secured.hosts[0].replace("https", "http"),), ca=""),
        "the file of SEARCH_CA is gone": replace(secured, ca="/gone/since.pem"),
        "speaks http, SEARCH_URL says https": replace(secured, hosts=(plain,)),
    }
    for said, cluster in (*cases.items(), (unknown, replace(secured, ca=str(other.authority)))):
        asked_with(settings, cluster)
        assert said in trouble(cluster), said
        assert (look().well, said in look().seen) == (False, True)
        engine, slugs = found("津山城")
        assert (engine != "elasticsearch", slugs) == (True, ["castle"])


def test_of_several_hosts_one_that_answers_is_enough(
    secured: SearchCluster, built: SearchBuild, settings: Any, nobody: str
) -> None:
    dead = nobody.replace("http:", "https:")
    for hosts in ((dead, *secured.hosts), (*secured.hosts, dead)):
        mine = asked_with(settings, replace(secured, hosts=hosts))
        town.publish(town.told("yagura", names={"ja": f"備中櫓 {hosts.index(dead)}"}))
        tend(mine)
        indexes.refresh(mine, built.stamp)
        assert [found("備中櫓") for _ in range(4)] == [("elasticsearch", ["yagura"])] * 4
    assert PublishedThing.objects.get(slug="yagura").sequence == SearchBuild.objects.get(pk=built.pk).applied
