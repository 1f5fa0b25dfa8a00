"""The same town in Wagtail's own search inside SQLite, index built, and the same queries to both in one run.

The library cuts words at spaces and punctuation, so only words that stand alone are asked: both find all 5,000. It gets the
texts that our index reads, the order by relevance that it has by default, pages of the same length, and its own `facet` for
the kinds and the tags. Its order by relevance costs most; without it is said too.
"""

from __future__ import annotations

import time
from typing import Any, Final

from tests.bench.figures import Figure

WORDS: Final = ("castle", "つやまのみどころ", "博物館", "津山の見どころ", "castle 博物館", "博物館 つやまのみどころ")
LIMIT: Final = 20
ROUNDS: Final = 12
STOCK_ROUNDS: Final = 1


def figures() -> list[Figure]:
    """Return the times of both and their ratio; the town stands and is indexed by ours."""
    from tests.bench import town

    begun = time.perf_counter()
    _build(town.THINGS)
    built = time.perf_counter() - begun
    ours = {word: _our_facets(word) for word in WORDS}
    theirs = {word: _asked(word, relevance=False)[1] for word in WORDS}
    assert ours == theirs, f"the two count otherwise: {ours} {theirs}"
    assert all(kinds == {"place": town.THINGS} for kinds, _ in ours.values()), ours
    mine, plain, relevant = list[float](), list[float](), list[float]()
    for turn in range(ROUNDS):
        for word in WORDS:
            mine.append(_seconds(lambda word=word: _our_facets(word)))
            if turn < STOCK_ROUNDS * 3:
                plain.append(_seconds(lambda word=word: _asked(word, relevance=False)))
            if turn < STOCK_ROUNDS:
                relevant.append(_seconds(lambda word=word: _asked(word, relevance=True)))
    return [
        Figure("Wagtail's stock search, building its index", built, "s"),
        Figure("ours, words that both find in all 5,000, p95", _p95(mine), "ms"),
        Figure("stock, the same with facets, p95", _p95(relevant), "ms"),
        Figure("stock, the same without its order, p95", _p95(plain), "ms"),
        Figure("stock beside ours, p95", _p95(relevant) / _p95(mine), "x", least=40),
        Figure("stock without its order beside ours, p95", _p95(plain) / _p95(mine), "x"),
    ]


def _our_facets(word: str) -> tuple[dict[str, int], dict[str, int]]:
    from cms.search.selectors import search

    page = search("ja", word, limit=LIMIT)
    assert len(page.rows) == LIMIT, word
    return dict(page.facets.kinds), dict(page.facets.tags)


def _asked(word: str, *, relevance: bool) -> tuple[list[Any], tuple[dict[str, int], dict[str, int]]]:
    """Return a page of the library's and the same facets, counted by its own means."""
    from wagtail.search.backends import get_search_backend

    from tests.bench.peer.models import Tagged, ToldThing

    found = get_search_backend("stock").search(word, ToldThing.objects.all(), order_by_relevance=relevance)
    rows = list(found[:LIMIT])
    kinds, tags = dict(found.facet("kind")), dict(found.facet("tags"))
    names = dict(Tagged.objects.values_list("pk", "slug"))
    ordered = sorted(((names[tag], count) for tag, count in tags.items()), key=lambda row: (-row[1], row[0]))
    return rows, (kinds, dict(ordered))


def _build(things: int) -> None:
    """Write the town's texts once more and index them as the library does, a few hundred at a time."""
    from django.db import transaction
    from wagtail.search.backends import get_search_backend

    from tests.bench import search, town
    from tests.bench.peer.models import Tagged, ToldThing

    rows, tags = list[ToldThing](), list[tuple[str, ...]]()
    for projected in town.projected(things):
        full = search.told(projected.documents[0].full)
        rows.append(
            ToldThing(
                lang="ja",
                slug=projected.slug,
                kind="place",
                name=full["name"],
                keys="\n".join([full["reading"], full["category"]["name"]]),
                text="\n".join([full["short"], full["text"]]),
            )
        )
        tags.append(projected.facts.tags)
    index = get_search_backend("stock").get_index_for_model(ToldThing)
    with transaction.atomic():
        slugs = {slug: Tagged.objects.create(slug=slug).pk for slug in sorted({slug for row in tags for slug in row})}
        made = ToldThing.objects.bulk_create(rows, batch_size=500)
        ToldThing.tags.through.objects.bulk_create(
            [
                ToldThing.tags.through(toldthing_id=thing.pk, tagged_id=slugs[slug])
                for thing, row in zip(made, tags, strict=True)
                for slug in row
            ],
            batch_size=500,
        )
        for begin in range(0, len(made), 500):
            index.add_items(ToldThing, made[begin : begin + 500])


def _seconds(work: Any) -> float:
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


def _p95(times: list[float]) -> float:
    ordered = sorted(times)
    return ordered[int(len(ordered) * 0.95)]
