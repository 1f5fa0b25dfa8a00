"""Reading each row once while a thing is built."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.memo import once, remembering
from cms.publishing.building import load, project
from tests import factories


def test_remembers_within_the_block_only() -> None:
    calls: list[int] = []
    with remembering():
        for _ in range(3):
            once("key", lambda: calls.append(1))
    once("key", lambda: calls.append(1))
    assert len(calls) == 2


@pytest.mark.django_db
def test_seven_languages_cost_no_more_statements_than_a_few() -> None:
    tag = factories.tag()
    places = [factories.place(f"place-{number}", tags=[tag]) for number in range(3)]
    instance = load(places[0].uuid)
    with CaptureQueriesContext(connection) as queries:
        project(instance)
    assert len(queries) <= 16, [query["sql"][:120] for query in queries]
