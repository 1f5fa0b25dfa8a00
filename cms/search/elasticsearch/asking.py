"""Asking several questions in one request, within the time that a visitor may wait, whatever the hosts do meanwhile."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any, Final

import orjson

from cms.search.elasticsearch.client import Unavailable, explained, hurried, is_refusal, said_plainly
from cms.settings.search import SearchCluster

PAUSE: Final = 0.05
"""Seconds before a question is asked again."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a search waits for the cluster, all its requests, retries and hosts together; `until` on the monotonic clock."""

    seconds: float
    until: float

    @classmethod
    def of(cls, cluster: SearchCluster) -> Patience:
        """Begin to wait."""
        return cls(cluster.timeout, time.monotonic() + cluster.timeout)

    def left(self) -> float:
        """Return the seconds that are left; raises Unavailable when none are."""
        seconds = self.until - time.monotonic()
        if seconds <= 0:
            raise Unavailable(f"no answer within {self.seconds:g} s")
        return seconds


@dataclass(frozen=True, slots=True)
class Asking:
    """One search's questions to the indexes of some names."""

    cluster: SearchCluster
    names: list[str]
    patience: Patience

    def ask(self, bodies: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return an answer to each question; raises Unavailable. An answer that is not whole is none.

        With several hosts each attempt has half of what is left, so that one that is silent costs no answer. A host alone
        has all of it, and a second attempt where it closed a connection that it had kept or was too busy for a moment.
        """
        if not bodies:
            return []
        head = orjson.dumps({"index": self.names, "allow_partial_search_results": False})
        searches = [part for body in bodies for part in (head, orjson.dumps(body))]
        several = len(self.cluster.hosts) > 1
        for _ in self.cluster.hosts:
            left = self.patience.left()
            try:
                return _ask(self.cluster, searches, left / 2 if several else left)
            except Unavailable as error:
                if error.refused:
                    raise
                time.sleep(PAUSE)
        return _ask(self.cluster, searches, self.patience.left())


def _ask(cluster: SearchCluster, searches: list[bytes], seconds: float) -> list[dict[str, Any]]:
    with said_plainly():
        answers = hurried(cluster, max(int(seconds * 10), 1)).msearch(searches=searches)["responses"]
    for answer in answers:
        if "error" in answer:
            raise Unavailable(explained(answer["status"], answer), refused=is_refusal(answer["status"]))
        if answer["timed_out"] or answer["_shards"]["failed"]:
            raise Unavailable("some shards did not answer")
    return answers  # type: ignore[no-any-return]
