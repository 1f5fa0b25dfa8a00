"""Writing many documents: as much at once as the cluster takes, again where it was busy, never over what is newer."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import orjson

from cms.search.elasticsearch.client import Unavailable, client, explained, said_plainly
from cms.search.elasticsearch.documents import Indexed
from cms.search.elasticsearch.schema import door
from cms.settings.search import SearchCluster

MOST_BYTES: Final = 4_000_000
MOST_DOCUMENTS: Final = 1_000
TRIES: Final = 7
"""Waiting 0.2 s at first and twice as long each time: 12 s in all."""

BUSY: Final = frozenset({429, 502, 503, 504})
NEWER_THERE: Final = 409


@dataclass(frozen=True, slots=True)
class Sent:
    """How many documents were written, and how many left alone because the index has newer ones."""

    written: int = 0
    newer: int = 0

    def __add__(self, other: Sent) -> Sent:
        return Sent(self.written + other.written, self.newer + other.newer)


def send(
    cluster: SearchCluster, stamp: str, documents: Iterable[Indexed], *, pause: Callable[[float], object] = time.sleep
) -> Sent:
    """Write documents into one build's indexes, each under its sequence as external version; raises Unavailable.

    When it raises, any part may have been written: sending the same again is right and harmless.
    """
    sent, batch, size = Sent(), list[tuple[bytes, bytes]](), 0
    for document in documents:
        line = (_head(cluster, stamp, document), document.source)
        if batch and (size + len(line[1]) > MOST_BYTES or len(batch) >= MOST_DOCUMENTS):
            sent += _send(cluster, batch, pause)
            batch, size = [], 0
        batch.append(line)
        size += len(line[1])
    return sent + _send(cluster, batch, pause) if batch else sent


def _head(cluster: SearchCluster, stamp: str, document: Indexed) -> bytes:
    return orjson.dumps(
        {
            "index": {
                "_index": door(cluster, document.kind, stamp),
                "_id": document.key,
                "version": document.sequence,
                "version_type": "external_gte",
                "require_alias": True,
            }
        }
    )


def _send(cluster: SearchCluster, lines: Sequence[tuple[bytes, bytes]], pause: Callable[[float], object]) -> Sent:
    """Send lines until each is in or outdone; what the cluster was too busy for is sent again, in smaller parts."""
    sent, left, part = Sent(), list(lines), len(lines)
    for attempt in range(TRIES):
        again: list[tuple[bytes, bytes]] = []
        for start in range(0, len(left), part):
            chunk = left[start : start + part]
            written, newer, busy = _sorted_out(chunk, _bulk(cluster, chunk))
            sent += Sent(written, newer)
            again += busy
        if not again:
            return sent
        left, part = again, max(1, part // 2)
        pause(0.2 * 2**attempt)
    raise Unavailable(f"the cluster was too busy for {len(left)} documents, {TRIES} times")


def _bulk(cluster: SearchCluster, chunk: Sequence[tuple[bytes, bytes]]) -> list[dict[str, Any]]:
    """Return the answer for each line; all are busy where the whole request was turned away."""
    try:
        with said_plainly():
            operations = [part for line in chunk for part in line]
            answer = client(cluster, patient=True).bulk(
                operations=operations, filter_path="items.*.status,items.*.error"
            )
            return [item["index"] for item in answer["items"]]
    except Unavailable as error:
        if not str(error).startswith("429") or "block" in str(error):
            raise
        return [{"status": 429}] * len(chunk)


def _sorted_out(
    chunk: Sequence[tuple[bytes, bytes]], answers: Sequence[dict[str, Any]]
) -> tuple[int, int, list[tuple[bytes, bytes]]]:
    """Return how many were written, how many are newer there, and the lines to send again; raises for one refused."""
    written = newer = 0
    busy = []
    for line, answer in zip(chunk, answers, strict=True):
        status = answer["status"]
        if status < 300:
            written += 1
        elif status == NEWER_THERE:
            newer += 1
        elif status in BUSY and "block" not in str(answer.get("error")):
            busy.append(line)
        else:
            key = orjson.loads(line[0])["index"]["_id"]
            raise Unavailable(f"document {key} was refused: {explained(status, answer)}", refused=True)
    return written, newer, busy
