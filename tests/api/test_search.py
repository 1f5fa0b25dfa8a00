"""Search over the API; what is found is tested with the engine."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.api.conftest import Ask
from tests.api.things import published

pytestmark = pytest.mark.django_db


def names(answer: Any) -> list[str]:
    return [row["name"] for row in answer.json()["results"]]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only the embedded engine looks into texts, and counts")
def test_rows_are_those_of_lists_with_snippet_and_facets(ask: Ask) -> None:
    factories.place(tags=[factories.tag()])
    body = ask("/search?q=石垣&lang=ja").json()
    row = body["results"][0]
    assert (row["name"], row["url"]) == ("津山城", "http://testserver/ja/places/tsuyama-castle/")
    assert "<mark>" in row["snippet_html"]
    assert "<" not in row["snippet"]
    assert "open_now" in row
    assert body["facets"] == {"kind": {"place": 1}, "tag": {"castle": 1}, "approximate": False}
    assert body["next"] is None


def test_kind_and_tag_narrow(ask: Ask) -> None:
    published("castle", tags=("castle",))
    published("castle-sword", kind="item", tags=("castle", "sword"))
    assert names(ask("/search?q=castle&kind=item")) == ["castle-sword"]
    assert names(ask("/search?q=castle&tag=castle&tag=sword")) == ["castle-sword"]


def test_following_next_meets_everything_once(ask: Ask) -> None:
    for number in range(5):
        published(f"castle-{number}")
    met, address = [], "http://testserver/api/v1/search?q=castle&limit=2"
    while address:
        body = ask(address.removeprefix("http://testserver/api/v1")).json()
        met += [row["slug"] for row in body["results"]]
        address = body["next"]
    assert sorted(met) == [f"castle-{number}" for number in range(5)]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "q=",
        "q=%20%20",
        "q=" + "あ" * 201,
        "q=a&q=b",
        "q=a&kind=notice",
        "q=a&bbox=1,2,3,4",
        "q=a&cursor=x",
        "q=%00",
    ],
)
def test_bad_question_is_refused(ask: Ask, query: str) -> None:
    assert ask(f"/search?{query}").status_code == 400


@pytest.mark.parametrize("q", ["%22", "a%20OR%20b*", "NEAR(", "-", "'; DROP TABLE x", "🏯", "(", "*"])
def test_no_query_is_an_error_of_ours(ask: Ask, q: str) -> None:
    assert ask(f"/search?q={q}").status_code == 200
    assert ask(f"/search/suggest?q={q}").status_code == 200


def test_suggestions_begin_like_the_query(ask: Ask) -> None:
    factories.place()
    for q in ("津", "つや", "tsuya"):
        assert names(ask(f"/search/suggest?q={q}&lang=ja")) == ["津山城"]


def test_three_statements(ask: Ask) -> None:
    """Names that other words are mistaken for, the count, the page."""
    published("castle")
    ask("/search?q=castle")
    with CaptureQueriesContext(connection) as queries:
        ask("/search?q=castle&kind=place")
    assert len(queries) <= 3
