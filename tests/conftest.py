"""What all tests share."""

from __future__ import annotations

import pytest

from tests.chromium import browser, chromium
from tests.database import keep_as_template, start_from_template
from tests.search_node import cluster, search_node

__all__ = ["browser", "chromium", "cluster", "search_node"]


@pytest.fixture(autouse=True)
def _clear_caches() -> None:
    """Start each test with an empty cache, so that no test leans on another."""
    from django.core.cache import cache

    cache.clear()


@pytest.fixture(scope="session")
def started_from_template() -> bool:
    """Put a migrated database into place where an earlier run left one."""
    from django.conf import settings

    database = settings.DATABASES["default"]
    return database["ENGINE"].endswith("sqlite3") and start_from_template(database["TEST"]["NAME"])


@pytest.fixture(scope="session")
def django_db_keepdb(started_from_template: bool) -> bool:
    """Keep what the template brought; migrations then find nothing to do."""
    return started_from_template


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: object, started_from_template: bool) -> None:
    """Keep the migrated database for the next run."""
    from django.conf import settings

    database = settings.DATABASES["default"]
    if not started_from_template and database["ENGINE"].endswith("sqlite3"):
        keep_as_template(database["TEST"]["NAME"])
