"""Whatever is typed or forged: an answer or a clear refusal, never an error of ours."""

from __future__ import annotations

import base64
from urllib.parse import quote

import orjson
import pytest
from django.test import Client

from cms.publishing.query import BadCursor
from cms.search.selectors import search, suggest
from tests import factories

pytestmark = pytest.mark.django_db

QUERIES = [
    "城" * 10_240,
    "！？…。、・「」",
    "\ud83c",
    "\udfef津山\ud800",
    "مرحبا بالقلعة",
    "\u202e城山津\u202c",
    "🏯🌸👨‍👩‍👧",
    '"津山" AND NEAR(城 山, 2) OR name:* ^ {exact} : (x)',
    "name:(城~2 OR *:*) AND _exists_:text /[a-z]*/ \\",
    "'; DROP TABLE cms_search_searchentry; --",
    "<script>alert('城')</script>",
    "津\u200b山\u200d城\ufeff",
    " ".join(f"語{number}" for number in range(1_000)),
    "\x00\x01\x02城",
    "%_%" * 60,
    "慶長" + "九" * 180 + "年",
    "a" * 199 + "é",
]


@pytest.mark.parametrize("query", QUERIES, ids=range(len(QUERIES)))
def test_every_query_has_an_answer(query: str) -> None:
    factories.place()
    for lang in ("ja", "zh-hans", "fr"):
        page = search(lang, query)
        assert "<script" not in "".join(row.snippet_html for row in page.rows)
    suggest("ja", query)


def test_zero_width_characters_and_directions_do_not_hide_a_name() -> None:
    factories.place()
    assert search("ja", "津\u200b山\u200d城\ufeff").rows


@pytest.mark.parametrize("query", QUERIES, ids=range(len(QUERIES)))
def test_page_and_api_answer(client: Client, query: str) -> None:
    typed = quote(query.encode("utf-8", "surrogatepass"))
    assert client.get(f"/ja/search/?q={typed}").status_code in {200, 400}
    assert client.get(f"/api/v1/search?q={typed}").status_code in {200, 400}


def packed(*members: object) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(members)).decode().rstrip("=")


@pytest.mark.parametrize(
    "cursor",
    [
        packed(1, 2, 3),
        packed(1, 2),
        packed("x", [], {}),
        packed(True, True, True),
        "W10",
        "%%%",
        "ÿ",
        "A" * 400,
        base64.urlsafe_b64encode(b"[0,1e999,1]").decode(),
        base64.urlsafe_b64encode(b"[NaN,NaN,1]").decode(),
        base64.urlsafe_b64encode(b"[[[[[[").decode(),
    ],
)
def test_a_forged_cursor_is_refused(client: Client, cursor: str) -> None:
    factories.place()
    with pytest.raises(BadCursor):
        search("ja", "城", cursor=cursor)
    assert client.get("/api/v1/search", {"q": "城", "cursor": cursor}).status_code == 400


def test_a_cursor_of_another_filter_or_language_is_refused(client: Client) -> None:
    for number in range(3):
        factories.place(f"castle-{number}")
    cursor = search("ja", "城", limit=1).next_cursor
    assert client.get("/api/v1/search", {"q": "城", "lang": "ja", "limit": 1, "cursor": cursor}).status_code == 200
    for changed in ({"lang": "fr"}, {"season": "spring"}, {"near": "35,134"}, {"kind": "place"}, {"boost": "open"}):
        asked = {"q": "城", "lang": "ja", "limit": 1, "cursor": cursor, **changed}
        assert client.get("/api/v1/search", asked).status_code == 400, changed
