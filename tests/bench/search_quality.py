"""How well we find, beside the search that comes with Wagtail: the same documents, the same golden queries, one run.

On SQLite here, then, where Debian's server is there, on a PostgreSQL of its own. Prints a table per set and language.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import django
import orjson

from tests.bench.figures import Figure

MOST: Final = 100
"""Results of one query that are looked at."""

Finder = Callable[[str, str, tuple[str, ...]], list[str]]
"""Slugs from best to worst for a language, a query and kinds."""


@dataclass(slots=True)
class Tally:
    """What some queries found. `clear` are those with one right first answer."""

    queries: int = 0
    wanted: int = 0
    found: int = 0
    forbidden: int = 0
    clear: int = 0
    first: int = 0
    empty: int = 0

    def add(self, query: Any, slugs: list[str]) -> None:
        """Count one more."""
        self.queries += 1
        self.wanted += len(query.must_find)
        self.found += len(set(query.must_find) & set(slugs))
        self.forbidden += len(set(query.must_not_find) & set(slugs))
        self.clear += bool(query.first)
        self.first += query.is_met(slugs)
        self.empty += bool(query.must_find) and not slugs

    @property
    def recall(self) -> float:
        """The share of what had to be found."""
        return self.found / max(1, self.wanted)

    @property
    def first_hit(self) -> float:
        """The share of clear queries whose right answer came first."""
        return self.first / max(1, self.clear)


def measure() -> list[Figure]:
    """Load the whole demo, ask both, print the tables; the figures are those of everything together."""
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from cms.publishing.services import drain

    call_command("migrate", verbosity=0)
    call_command("load_demo", verbosity=0)
    while drain():
        pass
    vendor = connection.vendor
    tables = {f"ours on {vendor}": _tallied(_ours), f"stock on {vendor}": _tallied(_stock())}
    print(*_lines(tables), sep="\n", flush=True)
    figures = [figure for name, tallies in tables.items() for figure in _figures(name, tallies)]
    if vendor == "sqlite" and not _on_postgresql():
        print("PostgreSQL: not there, or broken; see above")
    return figures


def _on_postgresql() -> bool:
    from cms.setup.postgresql import Missing, served

    try:
        with served() as url:
            environment = {**os.environ, "DATABASE_URL": url}
            return subprocess.run([sys.executable, "-m", "tests.bench"], env=environment, check=False).returncode == 0
    except Missing as missing:
        print(missing)
        return False


def _tallied(find: Finder) -> dict[tuple[str, str], Tally]:
    """Return a tally for each set of queries and language, and for each set as a whole."""
    from tests.cms.search.tokens.corpus import golden_queries

    tallies: dict[tuple[str, str], Tally] = {}
    for query in (
        query for file in ("search", "fresh", "second", "third", "fourth") for query in golden_queries(f"{file}.json")
    ):
        ours = query.file == "search.json"
        name = query.file.removesuffix(".json") if not ours else "held out" if query.held_out else "tuned"
        slugs = find(query.lang, query.query, ("place", "event") if ours else ())
        for lang in (query.lang, "all"):
            tallies.setdefault((name, lang), Tally()).add(query, slugs)
    return tallies


def _ours(lang: str, query: str, kinds: tuple[str, ...]) -> list[str]:
    from cms.search.selectors import search

    rows = search(lang, query, kinds=kinds, limit=MOST).rows
    return list(dict.fromkeys(orjson.loads(row.summary)["slug"] for row in rows))


def _stock() -> Finder:
    """Put every document into the index of Wagtail's own backend for this database, and return how it is asked."""
    from wagtail.search.backends.database import SearchBackend

    from tests.bench.peer.models import ToldThing

    ToldThing.objects.bulk_create(_told())
    backend = SearchBackend({})
    backend.add_bulk(ToldThing, list(ToldThing.objects.all()))

    def find(lang: str, query: str, kinds: tuple[str, ...]) -> list[str]:
        things = ToldThing.objects.filter(lang=lang)
        things = things.filter(kind__in=kinds) if kinds else things
        return list(dict.fromkeys(thing.slug for thing in backend.search(query, things)[:MOST]))

    return find


def _told() -> Iterable[Any]:
    """Every document as it is read: its name; readings, names in other languages, category and tags; its texts."""
    from cms.publishing.models import PublishedDocument, PublishedThing
    from cms.search.naming import named
    from cms.search.wording import _texts
    from tests.bench.peer.models import ToldThing

    for thing in PublishedThing.objects.all():
        rows = PublishedDocument.objects.filter(thing=thing).values_list("lang", "full")
        documents: dict[str, tuple[Mapping[str, Any], Mapping[str, Any]]] = {
            lang: ({}, orjson.loads(bytes(full))) for lang, full in rows
        }
        if not documents:
            continue  # withdrawn
        called = named(documents, None)
        for lang, (_, full) in documents.items():
            labels = [word["name"] for word in (full.get("category"), *full.get("tags", ())) if word]
            keys = [*called.readings, *called.numbers, *called.all, *labels]
            yield ToldThing(
                lang=lang, slug=thing.slug, kind=thing.kind, name=full["name"],
                keys="\n".join(keys), text="\n".join(part for part in _texts(full) if part),
            )  # fmt: skip


def _lines(tables: Mapping[str, Mapping[tuple[str, str], Tally]]) -> list[str]:
    lines = [
        "| Set | Language | Queries | Engine | Recall | First hit | Empty | Forbidden |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for group in next(iter(tables.values())):
        for engine, tallies in tables.items():
            tally = tallies[group]
            lines.append(
                f"| {group[0]} | {group[1]} | {tally.queries} | {engine} | {tally.recall:.3f} "
                f"| {tally.first_hit:.3f} | {tally.empty} | {tally.forbidden} |"
            )
    return lines


def _figures(engine: str, tallies: Mapping[tuple[str, str], Tally]) -> list[Figure]:
    """Return recall and first hits of each set; ours have budgets."""
    ours = engine.startswith("ours")
    return [
        figure
        for (name, lang), tally in tallies.items()
        if lang == "all"
        for figure in (
            Figure(f"{name}, {engine}, recall", tally.recall, "", least=0.97 if ours else None),
            Figure(f"{name}, {engine}, first hit", tally.first_hit, "", least=0.95 if ours else None),
            Figure(f"{name}, {engine}, empty answers", tally.empty, "", most=2 if ours else None),
        )
    ]
