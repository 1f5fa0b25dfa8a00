"""The catalogue in the tables that publishing writes, in large batches, and its index through the projection's own way."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, Final

from tests.bench.catalogue import Described, objects, stored

BATCH: Final = 500
LANG: Final = "ja"


@dataclass(frozen=True, slots=True)
class Filled:
    """How long it took to write `documents` documents and their index, in seconds of the clock, generating left out."""

    documents: int
    published: float
    indexed: float


def fill(count: int, *, embedded: bool = True) -> Filled:
    """Write `count` objects, each with one document, and index them; without `embedded` only what a cluster's build reads."""
    from django.db import transaction

    from cms import clock
    from cms.publishing.models import Counter

    published = indexed = 0.0
    made, now = objects(count), clock.now()
    while batch := list(islice(made, BATCH)):
        begun = time.perf_counter()
        with transaction.atomic():
            _publish(batch, now)
        done = time.perf_counter()
        with transaction.atomic():
            _index(batch, now, embedded=embedded)
        published, indexed = published + done - begun, indexed + time.perf_counter() - done
    Counter.objects.update_or_create(name="sequence", defaults={"value": count})
    settle()
    return Filled(count, published, indexed)


def settle() -> None:
    """Let PostgreSQL look at what it holds now, as it does by itself in time; SQLite is left as it is."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def _publish(batch: list[Described], now: datetime) -> None:
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
    for d in batch:
        summary, full, digest = stored(d)
        rows.append((d.uuid, LANG, LANG, "reviewed", True, digest[:20], digest, now, summary, full))
    columns = ("thing", "lang", "lang_given", "status", "own", "etag", "digest", "updated", "summary", "full")
    _insert(PublishedDocument, columns, rows)


def _insert(model: Any, names: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> None:
    from django.db import connection

    fields = [model._meta.get_field(name) for name in names]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    targets = [getattr(field, "target_field", field) for field in fields]
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {model._meta.db_table}({columns}) VALUES ({', '.join(['%s'] * len(fields))})",
            [
                tuple(target.get_db_prep_save(value, connection) for target, value in zip(targets, row, strict=True))
                for row in rows
            ],
        )


def _index(batch: list[Described], now: datetime, *, embedded: bool) -> None:
    from cms.publishing.models import PublishedThing
    from cms.publishing.projections import Written
    from cms.search.projection import write_all, write_entries

    (write_all if embedded else write_entries)(
        [
            Written(
                PublishedThing(
                    uuid=d.uuid, kind="item", rank=d.rank, lat=d.lat, lon=d.lon, sequence=d.number, changed=now
                ),
                {LANG: (d.summary, d.full)},
            )
            for d in batch
        ]
    )
