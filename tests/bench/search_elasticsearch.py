"""600,000 documents in one node of Elasticsearch: building, 50 queries a second, and a new build put in place meanwhile.

As in every installation each thing has a document in each of seven languages, so that a search in Japanese has a seventh of them before it;
KAKUZAN_BENCH_LANGUAGES=1 makes all of them Japanese, which is the hardest case. All are of one kind. KAKUZAN_BENCH_DOCUMENTS takes another
number of documents, KAKUZAN_BENCH_SECONDS another length of the load (60).
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from cms.setup.search_distribution import DISTRIBUTIONS, fetch, lacking
from cms.setup.search_server import Wanted, await_up, start
from tests.bench.figures import Figure
from tests.bench.large import TYPED
from tests.bench.open_loop import Load, arrivals, load
from tests.bench.sizes import Skipped, documents, languages, seconds

RATE: Final = 50.0
TURNS: Final = 100
"""How often all questions are asked before any is measured: it takes a node's compiler ten thousand searches to rest."""

HEAP: Final = "2g"
VERSION: Final = "8"


def measure() -> list[Figure]:
    """Fill the documents' table, build, ask, and build again while asking."""
    if missing := lacking(DISTRIBUTIONS[VERSION]):
        raise Skipped(missing)
    with _node() as address:
        os.environ["SEARCH_URL"] = address
        import django

        django.setup()
        return _measured(documents(600_000), seconds(60))


def _measured(count: int, length: float) -> list[Figure]:
    from django.conf import settings
    from django.core.management import call_command

    from cms.languages.table import CODES
    from cms.search.elasticsearch import building
    from cms.settled import settle
    from tests.bench.filling import fill
    from tests.bench.questions import sorted_out

    call_command("migrate", verbosity=0)
    langs = ("ja", *(code for code in CODES if code != "ja"))[: languages(len(CODES))]
    filled = fill(-(-count // len(langs)), embedded=False, langs=langs)
    count = filled.documents
    _say(f"{count} documents in {len(langs)} languages in the table, {filled.published + filled.indexed:.0f} s")
    cluster = settings.SEARCH_CLUSTER
    assert cluster is not None
    begun, working = time.perf_counter(), time.process_time()
    built = building.build(cluster, say=_say)
    speed = count / (time.perf_counter() - begun)
    worked = (time.process_time() - working) / count * 1e6
    assert built is not None and built.documents == count, "the build holds another number of documents"
    bytes_held = _index_bytes(cluster, built.stamp)
    questions = sorted_out()
    settle()  # as a web process does before its first request; askers are copies of this one
    for words in questions.all * TURNS:
        assert not (wrong := _ask(words)), wrong
    calm = _load(_ask, questions.all, arrivals(RATE, length))
    assert not calm.failures, calm.failures[:3]
    typed = _load(_suggest, TYPED, arrivals(RATE, length / 3))
    assert not typed.failures, typed.failures[:3]
    swapped, took = _while_building(questions.all)
    serving = building.serving()
    assert serving is not None and serving.stamp != built.stamp, "the new build was not put in place"
    return [
        Figure("bulk, from the table to the swapped alias", speed, "/s", least=3_000),
        Figure("  of it processor time of the builder, of a document", worked, "us"),
        Figure(f"index of {count} documents in {len(langs)} languages", bytes_held / 1e6, "MB"),
        Figure("index, of a document", bytes_held / count, "B"),
        Figure(f"{len(questions.all)} different queries at {RATE:g}/s, median from due time", calm.quantile(0.5), "ms"),
        Figure(f"{len(calm.waits)} queries at {RATE:g}/s, p95 from due time", calm.quantile(0.95), "ms", most=25),
        Figure("the same, p99", calm.quantile(0.99), "ms"),
        Figure(f"suggestions at {RATE:g}/s, p95 from due time", typed.quantile(0.95), "ms", most=10),
        Figure("build and swap under that load", took, "s"),
        Figure(f"failed or degraded of {len(swapped.waits)} queries meanwhile", len(swapped.failures), "", most=0),
        Figure("p95 from due time meanwhile", swapped.quantile(0.95), "ms"),
    ]


def _load(
    ask: Callable[[str], str],
    words: Sequence[str],
    due: Sequence[float],
    *,
    meanwhile: Callable[[], object] | None = None,
) -> Load:
    """Ask by processes, each with connections of its own to the cluster."""
    from cms.search.elasticsearch.client import client, hurried

    hurried.cache_clear()
    client.cache_clear()
    return load(ask, words, due, meanwhile=meanwhile)


def _ask(words: str) -> str:
    """Return what a visitor would have noticed: nothing found, or the database answering for the cluster."""
    from cms.search.selectors import search

    page = search("ja", words, limit=20)
    if page.engine != "elasticsearch":
        return f"{words}: answered by {page.engine}"
    return "" if page.rows else f"{words}: nothing found"


def _suggest(begun: str) -> str:
    from cms.search.selectors import suggest

    return "" if suggest("ja", begun) else f"{begun}: nothing suggested"


def _while_building(words: tuple[str, ...]) -> tuple[Load, float]:
    """Build again in a process of its own, as a worker does, and ask until a while after the swap."""
    took = list[float]()

    def build() -> None:
        begun = time.perf_counter()
        subprocess.run([sys.executable, "manage.py", "search", "build"], check=True)
        took.append(time.perf_counter() - begun)
        time.sleep(3)

    return _load(_ask, words, arrivals(RATE, 3600), meanwhile=build), took[0]


def _index_bytes(cluster: Any, stamp: str) -> int:
    from cms.search.elasticsearch.client import client

    patient = client(cluster, patient=True)
    patient.indices.flush(index=f"{cluster.prefix}-*-{stamp}")
    stats = patient.indices.stats(index=f"{cluster.prefix}-*-{stamp}", metric="store")
    return int(stats["_all"]["primaries"]["store"]["size_in_bytes"])


@contextmanager
def _node() -> Iterator[str]:
    """Start one node and return its address; it ends with this process."""
    distribution = DISTRIBUTIONS[VERSION]
    fetch(distribution)
    with tempfile.TemporaryDirectory(prefix="kakuzan-search-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        node = await_up(start(distribution, Wanted(heap=HEAP), Path(folder) / "one"))
        try:
            yield f"http://127.0.0.1:{node.http}"
        finally:
            node.stop()


def _say(line: str) -> None:
    print(f"  {line}", flush=True)
