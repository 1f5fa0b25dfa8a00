"""Search over 5,000 documents that all match, and suggestions from their names."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import islice
from typing import Any, Final

import django

from tests.bench.figures import Figure

WORDS: Final = (
    "城",
    "石垣",
    "津山",
    "津山 城",
    "tsuyama",
    "慶長",
    "築城",
    "備中櫓",
    "つやま 城",
    "博物館",
    "森忠政",
    "石",
)
"""Each is in every document: some in names, some in readings or the category, some in the text only."""

MIXED: Final = (
    *WORDS,
    "castle",
    "museum",
    "garden 城",
    "onsen",
    "森 築城 完成",
    "13年",
    "慶長9年",
    "見どころ 石垣",
    "shiro",
    "みどころ",
)
TYPED: Final = ("つ", "つや", "つやま", "ツ", "t", "tsu", "tsuya", "津", "津山", "津山の見", "tsuyam", "みどころ")
ROUNDS: Final = 6


def measure() -> list[Figure]:
    """Measure our own search, then the library's own over the same texts, in one run."""
    django.setup()
    from django.core.management import call_command

    from tests.bench import stock

    call_command("migrate", verbosity=0)
    return [*town_figures(), *stock.figures()]


def town_figures(*, budgets: bool = True) -> list[Figure]:
    """Index the bench's town and take the time of different queries in turn: nothing is asked twice in a row."""
    from cms.search.selectors import search, suggest
    from tests.bench import town
    from tests.bench.filling import settle

    town.build()
    _index(town.THINGS)
    settle()
    for word in WORDS:
        total = sum(search("ja", word, limit=1).facets.kinds.values())
        assert total == town.THINGS, f"{word}: {total} of {town.THINGS} match"
    one = _times(lambda word: search("ja", word, limit=20), ("城",), rounds=60)
    each = _times(lambda word: search("ja", word, limit=20), WORDS)
    mixed = _times(lambda word: search("ja", word, limit=20), MIXED)
    typed = _times(lambda begun: suggest("ja", begun), TYPED)
    most, typed_most = (15, 10) if budgets else (None, None)
    return [
        *_figures("城, which all 5,000 have, with facets", one, most=most),
        *_figures("12 queries that all 5,000 match, with facets", each, most=most),
        *_figures("mixed queries", mixed, most=most),
        *_figures("suggestions", typed, most=typed_most),
    ]


def _index(things: int) -> None:
    from django.db import transaction

    from cms.publishing.models import PublishedThing
    from cms.publishing.projections import Written
    from cms.search.projection import write_all
    from tests.bench import town

    made = town.projected(things)
    while batch := list(islice(made, 200)):
        with transaction.atomic():
            rows = PublishedThing.objects.in_bulk([projected.uuid for projected in batch])
            write_all(
                Written(rows[p.uuid], {d.lang: (told(d.summary), told(d.full)) for d in p.documents}) for p in batch
            )


def told(members: dict[str, Any]) -> dict[str, Any]:
    return members | {"short": f"津山の城と石垣 castle {members['short']}"}


def _times(
    work: Callable[[str], object], words: tuple[str, ...], rounds: int = ROUNDS
) -> tuple[list[float], list[float]]:
    """Return the milliseconds of each of `rounds` turns through the words, by the clock and of the processor, sorted."""
    for word in words:
        work(word)
    clock, processor = [], []
    for word in words * rounds:
        begun, worked = time.perf_counter(), time.process_time()
        work(word)
        clock.append((time.perf_counter() - begun) * 1000)
        processor.append((time.process_time() - worked) * 1000)
    return sorted(clock), sorted(processor)


def _figures(name: str, times: tuple[list[float], list[float]], *, most: float | None) -> list[Figure]:
    """Return the lines of one row of queries. On a busy machine only those of the processor tell something."""
    clock, processor = times
    return [
        Figure(f"{name}, median", clock[len(clock) // 2], "ms"),
        Figure(f"{name}, p95", clock[int(len(clock) * 0.95)], "ms", most=most),
        Figure("  the same in processor time, median", processor[len(processor) // 2], "ms"),
        Figure("  the same in processor time, p95", processor[int(len(processor) * 0.95)], "ms"),
    ]
