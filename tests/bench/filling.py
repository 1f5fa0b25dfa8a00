"""The catalogue in the tables that publishing writes, in large batches, and its index through the projection's own way."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice, product
from typing import Any, Final
from uuid import UUID

from tests.bench.catalogue import Described, objects, stored

BATCH: Final = 500
LANG: Final = "ja"


@dataclass(frozen=True, slots=True)
class Filled:
    """How long it took to write `documents` documents and their index, in seconds of the clock, generating left out."""

    documents: int
    published: float
    indexed: float


def fill(count: int, *, embedded: bool = True, langs: Sequence[str] = (LANG,)) -> Filled:
    """Write `count` objects with a document in each language, and index them.

    Without `embedded` only what a cluster's build reads; what is embedded is indexed in Japanese alone.
    """
    from django.db import transaction

    from cms import clock
    from cms.publishing.models import Counter

    published = indexed = 0.0
    made, now, facets = objects(count), clock.now(), dict[str, int]()
    while batch := list(islice(made, BATCH)):
        begun = time.perf_counter()
        with transaction.atomic():
            _publish(batch, now, langs)
        done = time.perf_counter()
        with transaction.atomic():
            _index(batch, now) if embedded else _enter(batch, facets)
        published, indexed = published + done - begun, indexed + time.perf_counter() - done
    Counter.objects.update_or_create(name="sequence", defaults={"value": count})
    settle()
    return Filled(count * len(langs), published, indexed)


def settle() -> None:
    """Let PostgreSQL look at what it holds now, as it does by itself in time; SQLite is left as it is."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def _publish(batch: list[Described], now: datetime, langs: Sequence[str]) -> None:
    """Write things and documents with statements of their own: models would take most of the time."""
    from cms.publishing.models import PublishedDocument, PublishedTag, PublishedThing

    _insert(
        PublishedThing,
        ("uuid", "kind", "category", "slug", "rank", "lat", "lon", "seasons", "sequence", "changed"),
        [
            (d.uuid, "item", d.full["category"]["slug"], d.slug, d.rank, d.lat, d.lon, "", d.number + 1, now)
            for d in batch
        ],
    )
    _insert(PublishedTag, ("thing", "tag"), [(d.uuid, tag) for d in batch for tag in d.tags])
    rows = []
    for d, lang in product(batch, langs):
        summary, full, digest = stored(d, lang)
        rows.append((d.uuid, lang, LANG, "reviewed", lang == LANG, digest[:20], digest, now, summary, full))
    columns = ("thing", "lang", "lang_given", "status", "own", "etag", "digest", "updated", "summary", "full")
    _insert(PublishedDocument, columns, rows)


def _insert(model: Any, names: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> None:
    from django.db import connection

    fields = [model._meta.get_field(name) for name in names]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    targets = [getattr(field, "target_field", field) for field in fields]
    adapted = [
        tuple(
            target.get_db_prep_save(value, connection) if isinstance(value, UUID | datetime) else value
            for target, value in zip(targets, row, strict=True)
        )
        for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {model._meta.db_table}({columns}) VALUES ({', '.join(['%s'] * len(fields))})", adapted
        )


def _index(batch: list[Described], now: datetime) -> None:
    """Write the index as the worker does that makes one anew."""
    from cms.publishing.models import PublishedThing
    from cms.publishing.projections import Written
    from cms.search.projection import write_all

    write_all(
        Written(
            PublishedThing(uuid=d.uuid, kind="item", rank=d.rank, lat=d.lat, lon=d.lon, sequence=d.number, changed=now),
            {LANG: (d.summary, d.full)},
        )
        for d in batch
    )


def _enter(batch: list[Described], facets: dict[str, int]) -> None:
    """Write entries and the keys of suggestions alone, which a cluster's build reads beside the documents."""
    from cms.search.models import SearchEntry, SearchFacet, SearchKey
    from cms.search.tokens import suggestion_keys
    from cms.search.tokens.version import tokens_version

    for tags in {_slugs(d) for d in batch} - set(facets):
        facets[tags] = SearchFacet.objects.get_or_create(kind="item", tags=tags)[0].pk
    names = ("id", "uuid", "facet", "rank", "visible_from", "visible_until", "tokens", "earliest", "latest")
    rows = []
    for d in batch:
        year = d.full["date"]["earliest"]
        rows.append((d.number + 1, d.uuid, facets[_slugs(d)], d.rank, 0, 2**53, tokens_version(), year, year))
    _insert(
        SearchEntry,
        (*names, "lat", "lon", "seasons", "rights", "displayed", "scene"),
        [(*row, d.lat, d.lon, "", d.full["rights"]["code"], False, False) for row, d in zip(rows, batch, strict=True)],
    )
    keys = [
        (d.number + 1, key, len(key))
        for d in batch
        for key in dict.fromkeys((*suggestion_keys(d.name, [d.reading]), *suggestion_keys(d.english)))
    ]
    _insert(SearchKey, ("entry", "key", "place"), keys)


def _slugs(described: Described) -> str:
    return f" {' '.join(described.tags)} "
