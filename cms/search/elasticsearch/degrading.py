"""Two engines as one: the cluster answers as long as it is well and up to date, the embedded engine whenever it is not."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final, TypeVar

from cms.search.elasticsearch.client import Unavailable, Unsuited
from cms.search.elasticsearch.engine import Elasticsearch
from cms.search.engine import Answer, Engine, Facets, Wanted
from cms.search.tokens import IndexRow

Reply = TypeVar("Reply", Answer, Facets, list[bytes])
logger = logging.getLogger("kakuzan.search")

FIRST_REST, LONGEST_REST = 1.0, 30.0
KNOWN_FOR: Final = 1.0
"""Seconds that a look at the build's state holds."""


@dataclass(slots=True)
class Breaker:
    """Remembers that the cluster did not answer, so that not every visitor waits for it: rests double, up to half a minute."""

    rest: float = 0.0
    until: float = 0.0
    why: str = ""

    def rests(self) -> bool:
        """Return whether the cluster is not to be asked now. When a rest is over one visitor asks, and the others wait on."""
        with LOCK:
            if time.monotonic() < self.until:
                return True
            if self.rest:
                self.until = time.monotonic() + self.rest
            return False

    def trip(self, why: str) -> None:
        """Note a failure."""
        self.rest = min(max(self.rest * 2, FIRST_REST), LONGEST_REST)
        self.until, self.why = time.monotonic() + self.rest, why
        logger.warning("search is answered by the embedded engine", extra={"why": why, "seconds": self.rest})

    def close(self) -> None:
        """Note an answer."""
        if self.rest:
            logger.warning("search is answered by the cluster again")
        self.rest, self.until, self.why = 0.0, 0.0, ""


@dataclass(slots=True)
class Known:
    """What was last seen of the build's state: why it must not answer, empty when it may."""

    at: float = -KNOWN_FOR
    why: str = ""


BREAKER: Final = Breaker()
LOCK: Final = threading.Lock()
KNOWN: Final = Known()


class Degrading:
    """Finds in the cluster, or else in the database. Writes go to the database alone; a worker brings them to the cluster."""

    def __init__(self, cluster: Elasticsearch, embedded: Engine, unfit: Callable[[], str]) -> None:
        self.cluster = cluster
        self.embedded = embedded
        self.unfit = unfit
        self.name = cluster.name

    def write(self, entries: Mapping[int, Mapping[str, IndexRow]]) -> None:
        """Keep the embedded index complete: it answers whenever the cluster does not."""
        self.embedded.write(entries)

    def remove(self, number: int) -> None:
        """Forget an entry in the embedded index."""
        self.embedded.remove(number)

    def find(self, wanted: Wanted) -> Answer:
        """Return an answer that says which engine gave it."""
        found = self._asked(lambda: replace(self.cluster.find(wanted), engine=self.cluster.name))
        return found or replace(self.embedded.find(wanted), engine=self.embedded.name)

    def count(self, wanted: Wanted) -> Facets:
        """Return the facets from whichever is well."""
        return self._asked(lambda: self.cluster.count(wanted)) or self.embedded.count(wanted)

    def _asked(self, ask: Callable[[], Reply]) -> Reply | None:
        """Return what the cluster says, None where it cannot be asked now."""
        if BREAKER.rests() or self._known():
            return None
        try:
            reply = ask()
        except Unsuited:
            return None
        except Unavailable as error:
            BREAKER.trip(str(error))
            return None
        BREAKER.close()
        return reply

    def _known(self) -> str:
        if time.monotonic() - KNOWN.at >= KNOWN_FOR:
            KNOWN.why = self.unfit()
            KNOWN.at = time.monotonic()
        return KNOWN.why


def forget() -> None:
    """Look anew at once: after the build's state was changed in this process."""
    BREAKER.rest, BREAKER.until, BREAKER.why = 0.0, 0.0, ""
    KNOWN.at = -KNOWN_FOR
