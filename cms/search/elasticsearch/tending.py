"""What a worker does for the cluster all the time: bring changes, build when there is nothing fit to answer, clear away."""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass
from typing import Final

from cms.search.elasticsearch import indexes
from cms.search.elasticsearch.building import Busy, build, serving, sweep
from cms.search.elasticsearch.client import Unavailable
from cms.search.elasticsearch.following import follow, newest
from cms.search.elasticsearch.schema import shape
from cms.search.models import SearchBuild
from cms.settings.search import SearchCluster

logger = logging.getLogger("kakuzan.search")

STOPPING: Final = threading.Event()
FIRST_REST, LONGEST_REST = 1.0, 15.0
LOOKED_FOR: Final = 10.0
"""Seconds between two looks whether the indexes are still there."""


@dataclass(slots=True)
class Rest:
    """How long the worker leaves a cluster alone that did not answer, and when it last looked at its indexes."""

    seconds: float = 0.0
    until: float = 0.0
    looked: float = -LOOKED_FOR


REST: Final = Rest()


def tend(cluster: SearchCluster) -> int:
    """Do one round; return how many things were brought. A cluster that does not answer is left alone for a while."""
    if time.monotonic() < REST.until:
        return 0
    answering = serving()
    try:
        if answering is None or not fit(cluster, answering):
            build(cluster, say=lambda line: logger.info("search build", extra={"said": line}), stop=STOPPING.is_set)
            brought = 0
        else:
            brought = follow(cluster, answering, stop=STOPPING.is_set)
        sweep(cluster)
    except Busy:
        return 0
    except Unavailable as error:
        note(answering, str(error))
        REST.seconds = min(max(REST.seconds * 2, FIRST_REST), LONGEST_REST)
        REST.until = time.monotonic() + REST.seconds
        return 0
    REST.seconds = 0.0
    note(answering, "")
    return brought


def fit(cluster: SearchCluster, answering: SearchBuild) -> bool:
    """Return whether a build can go on: made for this code and database, and still there."""
    if answering.shape != shape(cluster) or answering.applied > newest():
        return False
    if time.monotonic() - REST.looked >= LOOKED_FOR:
        if lost := indexes.missing(cluster, answering.stamp):
            logger.warning("the cluster lost indexes", extra={"lost": lost[:5]})
            return False
        if strays := indexes.astray(cluster, answering.stamp):
            logger.warning("names of ours led to other indexes", extra={"others": strays[:5]})
            indexes.swap(cluster, answering.stamp)
        REST.looked = time.monotonic()
    return True


def note(answering: SearchBuild | None, error: str) -> None:
    """Keep what went wrong where operators look, and forget it when it is over."""
    if answering is not None and answering.error != error:
        SearchBuild.objects.filter(pk=answering.pk).update(error=error)
        answering.error = error
    if error:
        logger.warning("search cluster", extra={"error": error})


def forget() -> None:
    """Look at once in the next round."""
    REST.seconds, REST.until, REST.looked = 0.0, 0.0, -LOOKED_FOR
