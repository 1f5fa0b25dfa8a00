"""What is measured over the catalogue inside a database, the same on SQLite and PostgreSQL, and checked before it is."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Final

from tests.bench.figures import Figure
from tests.bench.questions import FEW, MANY, Questions

ROUNDS: Final = 5
TYPED: Final = (
    "つ",
    "つや",
    "つやま",
    "tsu",
    "tsuya",
    "津",
    "津山",
    "津山染付",
    "備",
    "bizen",
    "きょうと",
    "京都",
    "sanuki",
    "び",
    "み",
)


def figures(count: int, *, few_most: float | None, typed_most: float | None) -> list[Figure]:
    """Fill, check what is found, and take the times by the clock and of this process's processor."""
    from django.db import connection

    from cms.search.selectors import search, suggest
    from tests.bench.filling import fill
    from tests.bench.questions import sorted_out

    filled = fill(count)
    found = sorted_out()
    assert found.few, "no query finds a few"
    check(found, count)
    rows = [
        Figure("publishing rows", filled.documents / filled.published, "/s"),
        Figure("index of the database", filled.documents / filled.indexed, "/s"),
        Figure("its tables", index_bytes(connection.vendor) / 1e6, "MB"),
        Figure("its tables, of a document", index_bytes(connection.vendor) / count, "B"),
        Figure(f"queries with up to {FEW} found; the most is", float(found.most_of_few), ""),
    ]

    def ask(words: str) -> object:
        return search("ja", words, limit=20)

    rows += _times(f"{len(found.few)} queries with up to {FEW}, with facets", ask, found.few, most=few_most)
    if found.between:
        rows += _times(f"{len(found.between)} with up to {MANY}", ask, found.between)
    if found.many:
        rows += _times(f"{len(found.many)} above {MANY}, counts capped", ask, found.many)
    rows += _times("suggestions", lambda typed: suggest("ja", typed), TYPED, most=typed_most)
    return rows


def check(found: Questions, count: int) -> None:
    """Raise AssertionError unless counts end at the cap and say so, and what names or readings hold comes before texts."""
    from cms.search.engine import MOST_COUNTED
    from cms.search.selectors import search, suggest
    from tests.bench.catalogue import objects

    for asked in found.many:
        page = search("ja", asked, limit=20)
        total = sum(page.facets.kinds.values())
        assert page.facets.approximate, f"{asked}: counts are not said to be approximate"
        assert total == MOST_COUNTED + 1, f"{asked}: counted {total}"
    for asked in found.few:
        assert not search("ja", asked, limit=1).facets.approximate, f"{asked}: said to be approximate"
    held: dict[str, int] = dict.fromkeys((asked for asked in found.many if " " not in asked), 0)
    for described in objects(count):
        for asked in held:
            held[asked] += asked in described.name or asked in described.reading
    for asked, named in held.items():
        if named:
            rows = search("ja", asked, limit=20).rows
            texts = [row.name for row in rows[:named] if not _is_named(asked, row.name, row.summary)]
            assert not texts, f"{asked}: {texts[0]} stands before what is named so"
    assert any(held.values()) or not found.many, "no word of many is in a name"
    assert suggest("ja", "つやま"), "nothing is suggested"


def _is_named(asked: str, name: str, summary: bytes) -> bool:
    import orjson

    known = orjson.loads(summary)
    return asked in name or asked in known["reading"] or asked in known["category"]["name"]


def index_bytes(vendor: str) -> int:
    """Return what the token tables with their indexes, the entries and the keys of suggestions take on disk."""
    from django.db import connection

    with connection.cursor() as cursor:
        if vendor == "sqlite":
            cursor.execute(
                "SELECT COALESCE(SUM(pgsize), 0) FROM dbstat WHERE name LIKE 'cms_search%%' OR name LIKE 'search_%%'"
            )
        else:
            cursor.execute(
                "SELECT SUM(pg_total_relation_size(oid)) FROM pg_class WHERE relkind = 'r' AND relname LIKE 'cms_search%%'"
            )
        return int(cursor.fetchone()[0])


def _times(
    name: str, work: Callable[[str], object], words: Sequence[str], *, most: float | None = None
) -> list[Figure]:
    for word in words:
        work(word)
    clock, processor = list[float](), list[float]()
    for word in [*words] * ROUNDS:
        begun, worked = time.perf_counter(), time.process_time()
        work(word)
        clock.append((time.perf_counter() - begun) * 1000)
        processor.append((time.process_time() - worked) * 1000)
    clock.sort()
    processor.sort()
    return [
        Figure(f"{name}, median", clock[len(clock) // 2], "ms"),
        Figure(f"{name}, p95", clock[int(len(clock) * 0.95)], "ms", most=most),
        Figure("  the same in processor time of this process, p95", processor[int(len(processor) * 0.95)], "ms"),
    ]
