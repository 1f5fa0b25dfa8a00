"""A node whose memory or queue is full for a moment is asked once more; one that says no is not."""

from __future__ import annotations

from typing import Any

import pytest

from cms.search.elasticsearch import asking
from cms.search.elasticsearch.client import Unavailable
from cms.settings.search import SearchCluster

CLUSTER = SearchCluster(hosts=("http://127.0.0.1:9",))
FOUND = {"status": 200, "timed_out": False, "_shards": {"failed": 0}, "hits": {"hits": []}}


class Node:
    """Answers one search after the other with what it was given."""

    def __init__(self, *answers: dict[str, Any]) -> None:
        self.answers = list(answers)

    def msearch(self, **asked: object) -> dict[str, Any]:
        return {"responses": [self.answers.pop(0)]}


def failed(status: int, kind: str) -> dict[str, Any]:
    return {"status": status, "error": {"type": kind, "reason": "[parent] Data too large"}}


def ask(monkeypatch: pytest.MonkeyPatch, node: Node) -> list[dict[str, Any]]:
    monkeypatch.setattr(asking, "hurried", lambda cluster, tenths: node)
    return asking.Asking(CLUSTER, ["kakuzan-item"], asking.Patience.of(CLUSTER)).ask([{"size": 0}])


def test_a_node_without_memory_for_a_moment_answers_the_second_time(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ask(monkeypatch, Node(failed(429, "circuit_breaking_exception"), FOUND)) == [FOUND]


def test_a_node_that_stays_busy_or_says_no_is_not_asked_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    busy, refusing = (Node(*[failed(status, "exception")] * 3) for status in (429, 403))
    with pytest.raises(Unavailable, match="429"):
        ask(monkeypatch, busy)
    with pytest.raises(Unavailable, match="403"):
        ask(monkeypatch, refusing)
    assert (len(busy.answers), len(refusing.answers)) == (1, 2)
