"""Bringing changes to a build in the order of their numbers, from the last one it has."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from cms import clock
from cms.publishing.models import Counter, PublishedThing
from cms.search.elasticsearch.bulk import send
from cms.search.elasticsearch.documents import indexed
from cms.search.models import SearchBuild
from cms.settings.search import SearchCluster

BATCH: Final = 100
"""Things per step: up to 700 documents."""


def follow(cluster: SearchCluster, build: SearchBuild, *, stop: Callable[[], bool] = lambda: False) -> int:
    """Bring every change to a build that it lacks; return how many things were brought. Raises Unavailable.

    The number is moved on after the cluster has taken a step, never before: what was interrupted is brought again, and the
    versions make that harmless.
    """
    brought = 0
    while not stop():
        changes = list(
            PublishedThing.objects.filter(sequence__gt=build.applied)
            .order_by("sequence")
            .values_list("sequence", "uuid")[:BATCH]
        )
        if not changes:
            break
        send(cluster, build.stamp, indexed([uuid for _, uuid in changes], prose=cluster.kuromoji))
        move_on(build, changes[-1][0])
        brought += len(changes)
    return brought


def move_on(build: SearchBuild, sequence: int) -> None:
    """Write down the last change that a build has; a slower process never moves it back."""
    SearchBuild.objects.filter(pk=build.pk, applied__lt=sequence).update(applied=sequence)
    build.applied = max(build.applied, sequence)


def newest() -> int:
    """Return the number of the last change of all."""
    return Counter.objects.filter(name="sequence").values_list("value", flat=True).first() or 0


def behind(build: SearchBuild) -> tuple[int, timedelta]:
    """Return how many things have changes that a build lacks, and how long the oldest of them has waited."""
    waiting = PublishedThing.objects.filter(sequence__gt=build.applied)
    oldest = waiting.order_by("sequence").values_list("changed", flat=True).first()
    return (waiting.count(), clock.now() - oldest) if oldest is not None else (0, timedelta(0))
