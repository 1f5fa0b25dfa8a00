"""One Elasticsearch for all tests that need one, started when the first asks and stopped in the end."""

from __future__ import annotations

import tempfile
import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest

from cms.settings.search import SearchCluster, search_cluster
from cms.setup.search_distribution import DISTRIBUTIONS, fetch, lacking
from cms.setup.search_server import Wanted, await_up, start
from tests.certificates import make
from tests.chromium import lacking as lacking_on_this_machine

PASSWORD = "ひみつ:and/so@on"
LIMITED = "limited"
"""A user who may do what the documentation asks for with indexes that are called like this, and nothing else."""


def demand(version: str = "8") -> None:
    """Skip, or on CI fail, where this machine cannot run that version."""
    if missing := lacking(DISTRIBUTIONS[version]):
        what, _, package = missing.partition(" is missing: apt install ")
        lacking_on_this_machine(what, package)


@pytest.fixture(scope="session")
def search_node() -> Iterator[SearchCluster]:
    """Return how to reach a node of version 8 with TLS and a password; that of SEARCH_URL, where a developer has one running."""
    if running := search_cluster():
        yield replace(running, timeout=30.0)
        return
    demand()
    fetch(DISTRIBUTIONS["8"])
    with tempfile.TemporaryDirectory(prefix="kakuzan-search-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        made = make(Path(folder) / "certificates")
        wanted = Wanted(password=PASSWORD, quick=True, limited=LIMITED, tls=(made.certificate, made.key))
        node = await_up(start(DISTRIBUTIONS["8"], wanted, Path(folder) / "one"))
        try:
            yield reached(node.http, ca=made.authority)
        finally:
            node.stop()


def reached(*ports: int, password: str = PASSWORD, ca: Path | None = None) -> SearchCluster:
    """Return the cluster of some ports of this machine, with https where there is an authority to trust."""
    login = f"kakuzan:{quote(password, safe='')}@" if password else ""
    hosts = ",".join(f"http{'s' if ca else ''}://{login}127.0.0.1:{port}" for port in ports)
    cluster = search_cluster({"SEARCH_URL": hosts, **({"SEARCH_CA": str(ca)} if ca else {})})
    assert cluster is not None
    return replace(cluster, timeout=30.0)


@pytest.fixture
def cluster(search_node: SearchCluster, settings: object) -> Iterator[SearchCluster]:
    """Return the cluster as this installation's, with indexes of this test's own."""
    from cms.search.elasticsearch.client import client
    from cms.search.elasticsearch.degrading import forget

    mine = replace(search_node, prefix=f"t{uuid.uuid4().hex[:12]}")
    settings.SEARCH_CLUSTER = mine  # type: ignore[attr-defined]
    forget()
    yield mine
    forget()
    held = client(mine, patient=True).indices.get(index=f"{mine.prefix}-*", allow_no_indices=True)
    if held:
        client(mine, patient=True).indices.delete(index=list(held))
