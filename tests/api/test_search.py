"""Search over the API; what is found is tested with the engine."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms import clock
from cms.publishing.models import PublishedThing, PublishedWindow
from cms.users.models import User
from cms.users.roles import settle_roles
from tests import factories
from tests.api.conftest import Ask
from tests.api.things import published

pytestmark = pytest.mark.django_db


@pytest.fixture
def approver() -> User:
    """Return somebody who may see synonyms."""
    settle_roles()
    user = User.objects.create_user("kyoko")
    user.groups.add(Group.objects.get(name="approver"))
    return user


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


def test_two_statements(ask: Ask) -> None:
    """The count and the page; what is known of words is read every few seconds."""
    published("castle")
    ask("/search?q=castle")
    with CaptureQueriesContext(connection) as queries:
        ask("/search?q=castle&kind=place")
    assert len(queries) <= 2


def test_another_spelling_is_named(ask: Ask) -> None:
    factories.place()
    body = ask("/search?q=Tsuyama%20catle&lang=en").json()
    assert body["did_you_mean"] == {"q": "Tsuyama Castle", "shown": True}
    assert len(body["results"]) == 1
    assert ask("/search?q=Tsuyama%20Castle&lang=en").json()["did_you_mean"] is None


def test_items_are_narrowed_by_years_rights_and_3d(ask: Ask) -> None:
    old = {"name": {"ja": "城の絵図"}, "date_earliest": 1604, "date_latest": 1616, "rights": "cc0"}
    factories.item("map", accession_number="DEMO-0001", **old)
    factories.item(
        "photo",
        accession_number="DEMO-0002",
        name={"ja": "城の写真"},
        date_earliest=1873,
        date_latest=1873,
        rights="pdm",
    )
    for query, slugs in {
        "years=1600-1650": ["map"],
        "years=1616": ["map"],
        "years=慶長": ["map"],
        "years=1617-1872": [],
        "rights=pdm": ["photo"],
        "rights=free": ["map", "photo"],
        "has_3d=true": [],
        "on_display=today": [],
    }.items():
        assert [row["slug"] for row in ask(f"/search?q=城&lang=ja&{query}").json()["results"]] == slugs, query


def test_near_sorts_and_boost_keeps_the_tiers(ask: Ask) -> None:
    factories.place("gate", name={"ja": "桜"}, category=None, lat=35.20, lon=134.0)
    factories.place("museum", name={"ja": "桜の博物館"}, category=None, lat=35.07, lon=134.0)
    factories.place("moat", name={"ja": "桜の堀"}, category=None, lat=35.06, lon=134.0)
    here = "/search?q=桜&lang=ja&near=35.06,134.0"
    rows = ask(here).json()["results"]
    assert [row["slug"] for row in rows] == ["moat", "museum", "gate"]
    assert rows[0]["distance_m"] == 0
    assert 1_100 < rows[1]["distance_m"] < 1_120
    assert [row["slug"] for row in ask(f"{here}&boost=near").json()["results"]] == ["gate", "moat", "museum"]
    assert [row["slug"] for row in ask(f"{here}&radius_m=5000").json()["results"]] == ["moat", "museum"]
    met, address = [], f"{here}&limit=1"
    while address:
        body = ask(address.removeprefix("http://testserver/api/v1")).json()
        met += [row["slug"] for row in body["results"]]
        address = body["next"]
    assert met == ["moat", "museum", "gate"]


def test_a_boost_lifts_within_a_tier_only(ask: Ask) -> None:
    factories.place("whole", name={"ja": "桜"}, category=None, rank=50)
    factories.place("plain", name={"ja": "里の桜"}, category=None, rank=1)
    factories.place("open", name={"ja": "山の桜"}, category=None, rank=90)
    thing = PublishedThing.objects.get(slug="open")
    now = clock.now()
    PublishedWindow.objects.filter(thing__slug__in=["whole", "plain", "open"]).delete()
    PublishedWindow.objects.create(thing=thing, start=now - timedelta(hours=1), end=now + timedelta(hours=1))
    names_ = [row["slug"] for row in ask("/search?q=桜&lang=ja&boost=open").json()["results"]]
    assert names_ == ["whole", "open", "plain"]
    assert [row["slug"] for row in ask("/search?q=桜&lang=ja").json()["results"]] == ["whole", "plain", "open"]


@pytest.mark.parametrize(
    "query",
    ["years=1700-1600", "years=x", "years=", "on_display=yes", "has_3d=1", "rights=mine", "boost=near", "boost=x"],
)
def test_bad_filter_is_refused(ask: Ask, query: str) -> None:
    assert ask(f"/search?q=a&{query}").status_code == 400


def test_staff_are_told_why_and_nobody_else(ask: Ask, client: Client, approver: User) -> None:
    castle = factories.place(text={"ja": "石垣が残る。"})
    for query in ("explain=1", "explain=1&near=35.06,134.0"):
        refused = ask(f"/search?q=石垣&lang=ja&{query}")
        assert (refused.status_code, refused["Content-Type"]) == (403, "application/problem+json")
    client.force_login(approver)
    answer = ask("/search?q=津山城&lang=ja&explain=1")
    [row] = answer.json()["results"]
    assert row["explain"] == {
        **{"tier": "whole", "rank": castle.rank},
        **{"words": [{"word": "津山城", "columns": ["exact", "name"]}]},
    }
    assert (answer["Cache-Control"], "Cookie" in answer["Vary"]) == ("private, no-store", True)
    assert not answer.cookies, "a session is read, never begun"
    [near] = ask("/search?q=津山城&lang=ja&explain=1&near=35.06,134.0").json()["results"]
    assert near["explain"]["tier"] is None
    plain = ask("/search?q=津山城&lang=ja")
    assert "explain" not in plain.json()["results"][0]
    assert plain["Cache-Control"].startswith("public")
    approver.groups.clear()
    assert ask("/search?q=津山城&lang=ja&explain=1").status_code == 403
