"""Words of many characters, of which an index may know the parts alone; and what it copies of the entries."""

from __future__ import annotations

import orjson
import pytest
from django.db import connection

from cms.search.models import SearchEntry
from cms.search.selectors import search
from tests import factories

pytestmark = pytest.mark.django_db
LONG = "じゅげむじゅげむごこうのすりきれかいじゃりすいぎょ"


def slugs(q: str) -> list[str]:
    return [orjson.loads(row.summary)["slug"] for row in search("ja", q).rows]


def test_text_that_holds_all_pairs_of_a_word_but_not_the_word_is_not_found() -> None:
    factories.place("parts", name={"ja": "工房"}, reading="こうぼう", short={"ja": "津山染と、山染付の店"})
    factories.place("whole", name={"ja": "窯元"}, reading="かまもと", short={"ja": "名物の津山染付を焼く"})
    assert slugs("津山染付") == ["whole"]
    assert sorted(slugs("津山染")) == ["parts", "whole"]
    assert slugs("津山染付 窯元") == ["whole"]


@pytest.mark.parametrize("length", range(5, len(LONG) + 1, 3))
def test_any_stretch_of_a_long_name_finds_it_and_no_other(length: int) -> None:
    factories.place("long", name={"ja": LONG}, reading="")
    factories.place("turned", name={"ja": LONG[12:] + LONG[:12]}, reading="")
    assert set(slugs(LONG[:length])) == ({"long", "turned"} if length <= 12 else {"long"})
    assert "long" in slugs(LONG[-length:])


def test_pages_of_a_long_word_in_texts_hold_everything_once_in_the_editors_order() -> None:
    for number in range(7):
        factories.place(
            f"kiln-{number}", name={"ja": f"窯{number}"}, short={"ja": "名物の津山染付を焼く"}, rank=70 - number
        )
    seen, cursor = list[str](), ""
    while True:
        page = search("ja", "津山染付", limit=3, cursor=cursor)
        seen += [orjson.loads(row.summary)["slug"] for row in page.rows]
        if not (cursor := page.next_cursor):
            break
    assert seen == [f"kiln-{number}" for number in range(6, -1, -1)]


@pytest.mark.skipif(connection.vendor == "sqlite", reason="PostgreSQL's rows copy it: make test DATABASE=postgresql")
def test_what_is_copied_of_an_entry_follows_it() -> None:
    factories.place()
    assert slugs("津山城") == ["tsuyama-castle"]
    SearchEntry.objects.update(visible_until=0, rank=7)
    assert slugs("津山城") == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT visible_until, rank FROM cms_search_tokens_ja")
        assert cursor.fetchall() == [(0, 7)]
