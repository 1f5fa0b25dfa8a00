"""Comparing the index with what it would be, document by document, and mending what differs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from cms.languages.table import CODES
from cms.publishing.models import PublishedThing
from cms.search.elasticsearch import indexes
from cms.search.elasticsearch.bulk import Sent, send
from cms.search.elasticsearch.client import client, said_plainly
from cms.search.elasticsearch.documents import GONE, Indexed, indexed
from cms.search.elasticsearch.following import follow
from cms.search.elasticsearch.schema import index_name, searchable_kinds
from cms.search.models import SearchBuild
from cms.settings.search import SearchCluster

BATCH = 100


@dataclass(frozen=True, slots=True)
class Verified:
    """What a comparison found: documents looked at, wrong or missing ones, some that should not be, and what was mended.

    `newer` could not be mended: the index has a later change than the database, which must have been restored.
    """

    documents: int = 0
    wrong: int = 0
    surplus: int = 0
    mended: int = 0
    newer: int = 0
    examples: tuple[str, ...] = ()


def verify(cluster: SearchCluster, answering: SearchBuild, *, repair: bool = False) -> Verified:
    """Compare everything; with `repair` write what differs again, under the number of its change. Raises Unavailable."""
    follow(cluster, answering)
    indexes.refresh(cluster, answering.stamp)
    documents, wrong, examples, sent = 0, 0, list[str](), Sent()
    for uuids in _batches():
        looked, differing = _differing(cluster, answering.stamp, uuids)
        if differing:  # what changed while it was looked at is brought first
            follow(cluster, answering)
            _, differing = _differing(cluster, answering.stamp, uuids)
        documents += looked
        wrong += len(differing)
        examples += [document.key for document in differing]
        if repair and differing:
            sent += send(cluster, answering.stamp, differing)
    surplus = list(_surplus(cluster, answering.stamp))
    examples += [document.key for document in surplus]
    if repair and surplus:
        sent += send(cluster, answering.stamp, surplus)
    if repair:
        indexes.refresh(cluster, answering.stamp)
    return Verified(documents, wrong, len(surplus), sent.written, sent.newer, tuple(examples[:20]))


def _batches() -> Iterator[list[UUID]]:
    last: UUID | None = None
    while True:
        things = PublishedThing.objects.filter(kind__in=searchable_kinds(), withdrawn_at=None).order_by("uuid")
        uuids = list((things.filter(uuid__gt=last) if last else things).values_list("uuid", flat=True)[:BATCH])
        if not uuids:
            return
        yield uuids
        last = uuids[-1]


def _differing(cluster: SearchCluster, stamp: str, uuids: Sequence[UUID]) -> tuple[int, list[Indexed]]:
    """Return how many documents were compared, and those that the index has otherwise or not at all."""
    wanted = [document for document in indexed(uuids, prose=cluster.kuromoji) if document.digest != GONE]
    if not wanted:
        return 0, []
    asked = [{"_index": index_name(cluster, document.kind, stamp), "_id": document.key} for document in wanted]
    with said_plainly():
        held = client(cluster, patient=True).mget(docs=asked, source_includes=["digest", "sequence"])["docs"]
    found = {row["_id"]: row["_source"]["digest"] for row in held if row.get("found")}
    return len(wanted), [document for document in wanted if found.get(document.key) != document.digest]


def _surplus(cluster: SearchCluster, stamp: str) -> Iterator[Indexed]:
    """Return, as withdrawn, the documents of things that are not public: found only by going through the index."""
    for kind in searchable_kinds():
        for hits in _pages(cluster, index_name(cluster, kind, stamp)):
            keys = [(UUID(uuid), lang, hit) for hit in hits for uuid, _, lang in [hit["_id"].partition(":")]]
            things = PublishedThing.objects.filter(uuid__in={uuid for uuid, _, _ in keys}, withdrawn_at=None, kind=kind)
            public = set(things.values_list("uuid", flat=True))
            for uuid, lang, hit in keys:
                if uuid not in public or lang not in CODES:
                    yield Indexed(kind, uuid, lang, hit["_source"]["sequence"], GONE, {"lang": lang, "kind": kind})


def _pages(cluster: SearchCluster, index: str) -> Iterator[list[dict[str, Any]]]:
    """Return all documents of an index that stand for public ones, language by language, in the order of their numbers."""
    for lang in CODES:
        after: list[int] | None = None
        query = {"bool": {"filter": [{"exists": {"field": "number"}}, {"term": {"lang": lang}}]}}
        while True:
            with said_plainly():
                answer = client(cluster, patient=True).search(
                    index=index,
                    query=query,
                    source_includes=["sequence"],
                    sort=["number"],
                    size=10 * BATCH,
                    track_total_hits=False,
                    **({"search_after": after} if after else {}),
                )
            hits = answer["hits"]["hits"]
            if not hits:
                break
            yield hits
            after = hits[-1]["sort"]
