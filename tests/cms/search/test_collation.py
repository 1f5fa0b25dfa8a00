"""What is looked for by its beginning is compared by code points, whatever language the database sorts by."""

from __future__ import annotations

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db

SORTED_BY = """
SELECT table_name || '.' || column_name, collation_name FROM information_schema.columns
WHERE table_schema = current_schema() AND table_name IN ('cms_search_searchkey', 'cms_search_searchword') AND data_type = 'character varying'
"""


def test_columns_that_are_searched_by_beginnings_do_not_sort_as_a_language_does() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite compares bytes")
    with connection.cursor() as cursor:
        cursor.execute(SORTED_BY)
        sorted_by = dict(cursor.fetchall())
    assert {name for name, collation in sorted_by.items() if collation == "C"} == {
        "cms_search_searchkey.key",
        "cms_search_searchword.word",
        "cms_search_searchword.backwards",
    }
