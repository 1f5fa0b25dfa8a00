"""A build: new indexes beside those that answer, copied from the documents' table, counted, and put in their place."""

from __future__ import annotations

import time
from collections import Counter as Tally
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from cms import clock
from cms.publishing.models import PublishedDocument, PublishedThing
from cms.search.elasticsearch import indexes
from cms.search.elasticsearch.bulk import Sent, send
from cms.search.elasticsearch.client import Unavailable, client, demand_version
from cms.search.elasticsearch.documents import indexed
from cms.search.elasticsearch.following import follow, newest
from cms.search.elasticsearch.schema import searchable_kinds, shape
from cms.search.models import SearchBuild
from cms.settings.search import SearchCluster

BATCH: Final = 300
"""Things per step of the copy: up to 2,100 documents."""

LEASE: Final = timedelta(minutes=2)
KEPT: Final = timedelta(minutes=1)
"""How long retired indexes stay: searches that began on them end on them."""

MOST_MERGED: Final = 3_000_000
"""Documents of a build that may be made one segment each index, about 4 GB: Elasticsearch itself merges up to 5."""

COUNTS: Final = 20
"""How often counts are compared while things change meanwhile."""

State = SearchBuild.State
Say = Callable[[str], object]


class Busy(Exception):
    """Another process is building."""


def serving() -> SearchBuild | None:
    """Return the build that answers."""
    return SearchBuild.objects.filter(state=State.SERVING).order_by("-served").first()


def build(
    cluster: SearchCluster, *, say: Say = lambda line: None, stop: Callable[[], bool] = lambda: False
) -> SearchBuild | None:
    """Build, verify the counts and swap; an interrupted build of the same shape goes on where it was.

    The old build follows changes meanwhile. Returns the build that answers now, None when `stop` asked to end. Raises Busy and
    Unavailable; what was done stays for the next time.
    """
    demand_version(client(cluster))
    begun = _begin(cluster)
    try:
        indexes.create(cluster, begun.stamp)
        if not _copy(cluster, begun, say=say, stop=stop):
            return None
        _settle(cluster, begun, say=say)
        _put_in_place(cluster, begun)
    except Unavailable as error:
        SearchBuild.objects.filter(pk=begun.pk).update(error=str(error), lease_until=None)
        raise
    finally:
        SearchBuild.objects.filter(pk=begun.pk).update(lease_until=None)
    say(f"{begun.stamp} answers with {begun.documents} documents")
    _merge(cluster, begun, say=say)
    return begun


def _begin(cluster: SearchCluster) -> SearchBuild:
    """Return the build to go on with, leased; the number of the last change is noted before anything is copied."""
    now = clock.now()
    with transaction.atomic():
        half = SearchBuild.objects.select_for_update().filter(state=State.BUILDING)
        if half.filter(lease_until__gt=now).exists():
            raise Busy("another process is building")
        found = half.filter(shape=shape(cluster)).order_by("-begun").first()
        (half.exclude(pk=found.pk) if found else half).update(state=State.RETIRED, retired=now)
        if found is None:
            stamp = now.strftime("%Y%m%dt%H%M%S%f")[:20]
            found = SearchBuild.objects.create(stamp=stamp, shape=shape(cluster), applied=newest(), begun=now)
        SearchBuild.objects.filter(pk=found.pk).update(lease_until=now + LEASE, error="")
    return found


def _copy(cluster: SearchCluster, begun: SearchBuild, *, say: Say, stop: Callable[[], bool]) -> bool:
    """Copy all things behind the last one copied, and keep the build that answers up to date; False when stopped.

    While the cluster takes a step, the next one is made.
    """
    total, done, clocked = PublishedThing.objects.filter(withdrawn_at=None).count(), 0, time.monotonic()
    with ThreadPoolExecutor(1, "search-bulk") as sender:
        sending: Future[Sent] | None = None
        sent, last, steps = Sent(), begun.copied, 0
        while True:
            uuids = _behind(last)
            documents = list(indexed(uuids, prose=cluster.kuromoji))
            if sending is not None:
                sent += sending.result()
                _note(begun, last)
            if not uuids:
                return True
            sending = sender.submit(send, cluster, begun.stamp, documents)
            last, done, steps = str(uuids[-1]), done + len(uuids), steps + 1
            if stop():
                sending.result()
                _note(begun, last)
                return False
            if steps % 10 == 0:
                speed = (sent.written + sent.newer) / max(time.monotonic() - clocked, 0.001)
                say(f"{done} of {total} things, {speed:.0f} documents/s")
                _keep_up(cluster)


def _behind(last: str) -> list[UUID]:
    """Return the next things to copy, in the order of their uuids."""
    things = PublishedThing.objects.filter(withdrawn_at=None).order_by("uuid")
    if last:
        things = things.filter(uuid__gt=UUID(last))
    return list(things.values_list("uuid", flat=True)[:BATCH])


def _note(begun: SearchBuild, last: str) -> None:
    """Write down the last thing that the cluster has taken, and go on holding the lease."""
    begun.copied = last
    SearchBuild.objects.filter(pk=begun.pk).update(copied=last, lease_until=clock.now() + LEASE)


def _keep_up(cluster: SearchCluster) -> None:
    """Bring changes to the build that answers; its troubles are no reason not to build another."""
    answering = serving()
    if answering is not None:
        try:
            follow(cluster, answering)
        except Unavailable as error:
            SearchBuild.objects.filter(pk=answering.pk).update(error=str(error))


def _settle(cluster: SearchCluster, begun: SearchBuild, *, say: Say) -> None:
    """Bring what changed meanwhile and compare the counts until they agree; raises Unavailable when they never do."""
    held, wanted = dict[str, int](), dict[str, int]()
    for attempt in range(COUNTS):
        follow(cluster, begun)
        indexes.refresh(cluster, begun.stamp)
        wanted, held = public_documents(), indexes.documents(cluster, begun.stamp)
        if held == wanted and newest() <= begun.applied:
            begun.documents = sum(held.values())
            return
        time.sleep(min(0.1 * attempt, 1.0))
    differing = ", ".join(
        f"{kind} {held.get(kind)} of {wanted.get(kind)}" for kind in wanted if held.get(kind) != wanted[kind]
    )
    say(f"counts differ: {differing}")
    if differing:
        raise Unavailable(f"counts differ after the copy: {differing}")
    begun.documents = sum(held.values())


def public_documents() -> dict[str, int]:
    """Return how many documents the index is to hold, by kind."""
    known = searchable_kinds()
    rows = PublishedDocument.objects.filter(thing__kind__in=known, thing__withdrawn_at=None).values_list(
        "thing__kind", "thing_id"
    )
    return dict.fromkeys(known, 0) | Tally(kind for kind, _ in rows.iterator())


def _put_in_place(cluster: SearchCluster, begun: SearchBuild) -> None:
    """Swap the aliases, then write it down; done again from the start it does the same."""
    indexes.open_to_searches(cluster, begun.stamp)
    indexes.swap(cluster, begun.stamp)
    now = clock.now()
    with transaction.atomic():
        SearchBuild.objects.filter(state=State.SERVING).exclude(pk=begun.pk).update(state=State.RETIRED, retired=now)
        begun.state, begun.served = State.SERVING, now
        SearchBuild.objects.filter(pk=begun.pk).update(
            state=State.SERVING, served=now, documents=begun.documents, error="", lease_until=None
        )


def _merge(cluster: SearchCluster, begun: SearchBuild, *, say: Say) -> None:
    """Have the indexes that answer now made faster, unless they are so large that later changes would lie beside them for long."""
    if begun.documents > MOST_MERGED:
        return
    try:
        indexes.merge(cluster, begun.stamp)
    except Unavailable as error:
        say(f"not merged into one segment, which only costs time: {error}")


def sweep(cluster: SearchCluster, *, now: bool = False) -> int:
    """Remove the indexes that were retired a while ago (`now`: at once); return how many builds are gone."""
    gone = 0
    long_ago = Q() if now else Q(retired__lt=clock.now() - KEPT)
    for retired in SearchBuild.objects.filter(long_ago, state=State.RETIRED):
        indexes.remove(cluster, retired.stamp)
        retired.delete()
        gone += 1
    return gone
