"""What all tests share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.chromium import browser, chromium
from tests.database import Postgresql, keep_as_template, start_from_template
from tests.search_node import cluster, search_node

__all__ = ["browser", "chromium", "cluster", "search_node"]

settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")  # how fast a machine is says nothing about the program

# What engines do differently: transactions, locks, numbers, SQL of our own, migrations, types, orders, copies.
ENGINES_DIFFER = (
    "tests/api",
    "tests/cms/adminsearch",
    "tests/cms/ops",
    "tests/cms/publishing",
    "tests/cms/records",
    "tests/cms/search",
    "tests/media_pipeline/jobs",
    "tests/museum",
    "tests/tours",
)
DEAR = (
    "tests/api/test_schemas.py",
    "tests/cms/publishing/test_projection.py",
    "tests/cms/records/test_furigana.py",
    "tests/cms/search/elasticsearch/test_degrading.py::test_without_a_cluster_its_library_is_not_loaded",
    "tests/tours/test_announce.py",
)
"""Of those, what takes long and asks the database nothing that others do not: `make test-full` runs it there."""

ANOTHER_SERVER = {"search_node", "cluster"}
TOUCHES_THE_DATABASE = {"db", "transactional_db", "django_db_setup"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what touches Django's database, and of that where engines differ: `make test` runs that on PostgreSQL too."""
    for item in items:
        needed = set(getattr(item, "fixturenames", ()))
        if item.get_closest_marker("django_db") or TOUCHES_THE_DATABASE & needed:
            item.add_marker(pytest.mark.database)
            differs = item.nodeid.startswith(ENGINES_DIFFER) and not item.nodeid.startswith(DEAR)
            if differs and not ANOTHER_SERVER & needed:
                item.add_marker(pytest.mark.engine)


@pytest.fixture(autouse=True)
def _clear_caches() -> None:
    """Start each test with an empty cache, so that no test leans on another."""
    from django.core.cache import cache

    cache.clear()


@pytest.fixture(scope="session")
def server() -> Postgresql | None:
    """Return where PostgreSQL's test database is to stand; None on SQLite."""
    from django.db import connection

    return None if connection.vendor == "sqlite" else Postgresql(connection)


@pytest.fixture(scope="session")
def started_from_template(django_db_blocker: Any, server: Postgresql | None) -> bool:
    """Put a migrated database into place where an earlier run left one."""
    from django.conf import settings

    if server is None:
        return start_from_template(settings.DATABASES["default"]["TEST"]["NAME"])
    with django_db_blocker.unblock():
        return server.start()


@pytest.fixture(scope="session")
def django_db_keepdb(started_from_template: bool) -> bool:
    """Keep what the template brought; migrations then find nothing to do."""
    return started_from_template


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_blocker: Any, started_from_template: bool, server: Postgresql | None
) -> Iterator[None]:
    """Keep the migrated database for the next run; what came from a template is removed at the end."""
    from django.apps import apps
    from django.conf import settings
    from django.db.models.signals import post_migrate

    if not started_from_template and server is None:
        keep_as_template(settings.DATABASES["default"]["TEST"]["NAME"])
    elif not started_from_template:
        with django_db_blocker.unblock():
            server.keep()
    # Home pages take half of the second that a flush after a test with transactions of its own lasts, and nobody asks for them.
    post_migrate.disconnect(sender=apps.get_app_config("cms_pages"), dispatch_uid="pages.migrated")
    yield
    if started_from_template and server is not None:
        with django_db_blocker.unblock():
            server.drop()
