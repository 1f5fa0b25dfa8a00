"""`manage.py flush` leaves nothing of what was published, on either database."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connection

from cms.adminsearch.models import ObjectText
from cms.publishing.models import PublishedThing
from cms.search.models import SearchEntry
from cms.search.selectors import search
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)
PUBLISHED = ("cms_search_", "cms_publishing_", "tours_")


def rows_of(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT COUNT(*) FROM "{table}"')
        return int(cursor.fetchone()[0])


def filled() -> set[str]:
    """Return the tables that hold rows; of FTS5's own tables only the virtual one counts."""
    names = connection.introspection.table_names()
    shadows = tuple(f"_{part}" for part in ("config", "content", "data", "docsize", "idx"))
    return {name for name in names if not ("_tokens" in name and name.endswith(shadows)) and rows_of(name)}


def test_a_flush_empties_the_tokens_of_both_searches_too_and_what_comes_next_is_found_alone() -> None:
    factories.place()
    assert {"cms_search_tokens_ja", "cms_search_tokens_zh_hans", "cms_adminsearch_tokens"} <= filled()
    call_command("flush", interactive=False, verbosity=0)
    assert not {name for name in filled() if name.startswith(PUBLISHED)}
    assert rows_of("cms_adminsearch_tokens") == ObjectText.objects.count()
    factories.place("kakuzan-park", name={"ja": "鶴山公園"})
    assert [row.kind for row in search("ja", "公園").rows] == ["place"]
    assert search("ja", "津山城").rows == ()
    assert PublishedThing.objects.get().sequence == 1


@pytest.mark.parametrize("model", [SearchEntry, ObjectText])
def test_tokens_go_with_what_they_are_of_however_it_is_deleted(model: type[SearchEntry | ObjectText]) -> None:
    factories.place()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM cms_search_searchkey")
        cursor.execute(f"DELETE FROM {model._meta.db_table}")
    prefix = f"{model._meta.app_label}_tokens"
    assert not {name for name in filled() if name.startswith(prefix)}
