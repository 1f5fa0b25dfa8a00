"""The golden queries against the engine of this installation and the whole demo, as visitors will ask them.

Loading the whole demo takes a minute, so this runs in `make test-full`; tests/cms/search/tokens holds the same queries to
the same tokens in every run.
"""

from __future__ import annotations

from typing import Final

import orjson
import pytest
import time_machine
from django.core.management import call_command

from cms.publishing.services import drain
from cms.search.selectors import search
from tests.cms.search.tokens.corpus import GoldenQuery, golden_queries

LEAST: Final = {
    "fresh": (0.995, 0.985, 0),
    "second": (0.98, 0.98, 6),
    "third": (0.97, 0.965, 1),
    "fourth": (0.99, 0.97, 0),
}
"""Recall, first hits and empty answers of what others wrote. The toilets and car parks of `second` nobody has entered yet."""


@pytest.mark.full
@pytest.mark.django_db
@time_machine.travel("2026-11-22T03:00:00Z", tick=True)
def test_the_engine_answers_the_golden_queries_over_the_demo() -> None:
    call_command("load_demo", verbosity=0)
    while drain():
        pass
    answers = [(query, found(query)) for query in golden_queries()]
    others = {name: [(query, found(query, kinds=())) for query in golden_queries(f"{name}.json")] for name in LEAST}
    report = {
        group: figures([pair for pair in answers if pair[0].held_out == (group == "held out")])
        for group in ("tuned", "held out")
    } | {name: figures(pairs) for name, pairs in others.items()}
    for group, (recall, wrong, first) in report.items():
        print(f"{group}: recall {recall:.3f}, {wrong} wrong, first {first:.3f}")
        least, least_first, most_empty = LEAST.get(group, (0.97, 0.95, 0))
        assert recall >= least, f"{group}: recall {recall:.3f}"
        assert wrong <= 5, f"{group}: {wrong} places found that must not be"
        assert first >= least_first, f"{group}: {first:.3f} of the places that are meant come first"
        empty = [query.query for query, slugs in others.get(group, answers) if query.must_find and not slugs]
        assert len(empty) <= most_empty, f"{group}: nothing found for {empty}"


def found(query: GoldenQuery, kinds: tuple[str, ...] = ("place", "event")) -> list[str]:
    """Slugs from best to worst, each once; a festival is a place and an event."""
    rows = search(query.lang, query.query, kinds=kinds, limit=100).rows
    return list(dict.fromkeys(orjson.loads(row.summary)["slug"] for row in rows))


def figures(answers: list[tuple[GoldenQuery, list[str]]]) -> tuple[float, int, float]:
    """Recall, how many places were found that must not be, and how often the place that is meant comes first."""
    wanted = sum(len(query.must_find) for query, _ in answers)
    hit = sum(len(set(query.must_find) & set(slugs)) for query, slugs in answers)
    wrong = sum(len(set(query.must_not_find) & set(slugs)) for query, slugs in answers)
    clear = [(query, slugs) for query, slugs in answers if query.first]
    first = sum(query.is_met(slugs) for query, slugs in clear)
    return hit / wanted, wrong, first / len(clear)
