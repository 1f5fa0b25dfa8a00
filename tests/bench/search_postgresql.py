"""The same queries inside PostgreSQL, over the town of 5,000 and the catalogue of 100,000. For information: no budget.

A private server of Debian's defaults is started; KAKUZAN_BENCH_DOCUMENTS takes another number of objects.
"""

from __future__ import annotations

import os

import django

from cms.setup.postgresql import Missing, served
from tests.bench.figures import Figure
from tests.bench.sizes import Skipped, documents


def measure() -> list[Figure]:
    """Start a server, measure the town, empty the tables, measure the catalogue."""
    try:
        with served() as url:
            os.environ["DATABASE_URL"] = url
            django.setup()
            return _measured(documents(100_000))
    except Missing as reason:
        raise Skipped(str(reason)) from reason


def _measured(count: int) -> list[Figure]:
    from django.core.management import call_command
    from django.db import connection

    from tests.bench import search
    from tests.bench.large import figures

    call_command("migrate", verbosity=0)
    found = search.town_figures(budgets=False)
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE cms_publishing_publishedthing, cms_search_searchentry, cms_search_searchfacet CASCADE")
    found += figures(count, few_most=None, typed_most=None)
    connection.close()
    return found
