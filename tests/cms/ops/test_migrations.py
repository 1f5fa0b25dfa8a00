"""A house that older code filled comes to this code's tables whole, and goes back and forth without losing a document."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from cms import clock
from cms.languages.models import Reading
from cms.publishing.models import PublishedDocument
from cms.search.models import SearchEntry
from cms.search.renewal import renew
from cms.search.selectors import search
from tests import factories
from tours.models import EventDate

pytestmark = [pytest.mark.full, pytest.mark.django_db(transaction=True)]
BEFORE: Final = [
    ("cms_languages", "0001_readings"),
    ("cms_publishing", "0002_find_positions_by_kind"),
    ("cms_search", "0002_token_tables"),
    ("museum", "0001_initial"),
    ("tours", "0002_events_tours_notices"),
]
"""In front of every step that changes rows or makes tables by SQL of its own."""


def migrate(targets: list[tuple[str, str]]) -> Any:
    """Bring the tables there and return the models of that state."""
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    return executor.loader.project_state(targets).apps


def newest() -> list[tuple[str, str]]:
    return list(MigrationExecutor(connection).loader.graph.leaf_nodes())


@pytest.fixture
def older() -> Iterator[Any]:
    """Give the models of older code over a house with a castle and a festival; the tables are this code's afterwards."""
    factories.place(tags=[factories.tag()])
    start = clock.now() + timedelta(days=3)
    factories.event(dates=[(start, start + timedelta(hours=2)), (start + timedelta(days=1), None)])
    SearchEntry.objects.all().delete()  # older tables of the index hold what newer ones cannot give back
    try:
        yield migrate(BEFORE)
    finally:
        migrate(newest())


def as_older_code_left_it(older: Any) -> None:
    """Fill what older tables have and newer ones have not."""
    entries, tags = older.get_model("cms_search", "SearchEntry"), older.get_model("cms_search", "SearchTag")
    keys = older.get_model("cms_search", "SearchKey")
    for thing in older.get_model("cms_publishing", "PublishedThing").objects.all():
        entry = entries.objects.create(uuid=thing.uuid, kind=thing.kind)
        keys.objects.create(entry=entry, key=thing.slug, whole=True)
        for row in thing.tags.all():
            tags.objects.create(entry=entry, tag=row.tag)
    readings = older.get_model("cms_languages", "Reading").objects
    readings.create(surface="鶴山", reading="かくざん", confirmed_by="教育委員会")
    readings.create(surface="城山", reading="しろやま")


def documents() -> list[tuple[Any, ...]]:
    rows = PublishedDocument.objects.order_by("thing_id", "lang").values_list("thing_id", "lang", "etag", "full")
    return [(*row[:3], bytes(row[3])) for row in rows]


def test_what_older_code_published_stands_and_is_found_after_the_migrations(older: Any) -> None:
    before = sorted(
        older.get_model("cms_publishing", "PublishedDocument").objects.values_list("thing_id", "lang", "etag")
    )
    as_older_code_left_it(older)
    migrate(newest())
    assert [row[:3] for row in documents()] == before and len(before) == 14
    own = PublishedDocument.objects.filter(own=True).values_list("thing__kind", "lang")
    assert sorted(own) == [("event", "en"), ("event", "ja"), ("place", "en"), ("place", "ja")]
    confirmed = Reading.objects.order_by("-surface").values_list("surface", "status", "confirmed_source")
    assert list(confirmed) == [("鶴山", "confirmed", "教育委員会"), ("城山", "suggested", "")]
    assert len(set(EventDate.objects.values_list("key", flat=True))) == 2
    facets = SearchEntry.objects.order_by("facet__kind").values_list("facet__kind", "facet__tags", "tokens")
    assert [(kind, tags.strip(), tokens) for kind, tags, tokens in facets] == [
        ("event", "", ""),
        ("place", "castle", ""),
    ]
    assert renew() == 2
    page = search("ja", "つやまじょう")
    assert [row.kind for row in page.rows] == ["place"] and dict(page.facets.tags) == {"castle": 1}
    assert [row.kind for row in search("en", "gongo").rows] == ["event"]
