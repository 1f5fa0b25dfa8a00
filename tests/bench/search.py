"""Search over 5,000 documents that all match."""

from __future__ import annotations

import time

import django

from tests.bench.figures import Figure

QUERIES = ("城", "場所", "津山", "石垣の城", "tsuyama", "castle")


def measure() -> list[Figure]:
    """Index the bench's town, ask queries that every thing answers, and take the time of each."""
    django.setup()
    from django.core.management import call_command

    from cms.search.selectors import search, suggest
    from tests.bench import town

    call_command("migrate", verbosity=0)
    town.build()
    _index(town.THINGS)
    total = _matching("城")
    assert total == town.THINGS, f"{total} of {town.THINGS} match"
    slow = _times(lambda: search("ja", "城", limit=20))
    mixed = [moment for query in QUERIES for moment in _times(lambda query=query: search("ja", query, limit=20), 20)]
    typed = _times(lambda: suggest("ja", "つ"))
    return [
        Figure("all 5,000 match, with facets, median", slow[len(slow) // 2], "ms"),
        Figure("all 5,000 match, with facets, p95", slow[int(len(slow) * 0.95)], "ms", most=15),
        Figure("mixed queries, p95", sorted(mixed)[int(len(mixed) * 0.95)], "ms", most=15),
        Figure("suggestions, p95", typed[int(len(typed) * 0.95)], "ms", most=10),
    ]


def _index(things: int) -> None:
    from django.db import transaction

    from cms.publishing.models import PublishedThing
    from cms.publishing.projections import Written
    from cms.search.projection import SearchProjection
    from tests.bench import town

    projection, made = SearchProjection(), town.projected(things)
    while batch := [projected for _, projected in zip(range(200), made, strict=False)]:
        with transaction.atomic():
            for projected in batch:
                documents = {d.lang: (_told(d.summary), _told(d.full)) for d in projected.documents}
                projection.write(Written(PublishedThing.objects.get(uuid=projected.uuid), documents))


def _told(members: dict[str, object]) -> dict[str, object]:
    return members | {"short": f"津山の城と石垣 castle {members['short']}"}


def _matching(query: str) -> int:
    from cms.search.selectors import search

    return sum(search("ja", query, limit=1).facets.kinds.values())


def _times(work: object, times: int = 60) -> list[float]:
    for _ in range(5):
        work()  # type: ignore[operator]
    found = []
    for _ in range(times):
        begun = time.perf_counter()
        work()  # type: ignore[operator]
        found.append((time.perf_counter() - begun) * 1000)
    return sorted(found)
