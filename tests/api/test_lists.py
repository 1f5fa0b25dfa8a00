"""Lists: what is in a row, filters, order, pages."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from api.parameters import KINDS
from tests import factories
from tests.api.conftest import Ask
from tests.api.things import EVERY_RECORD, NINE_TO_FIVE, NOW, published

pytestmark = pytest.mark.django_db


def slugs(answer: Any) -> list[str]:
    return [row["slug"] for row in answer.json()["results"]]


@pytest.mark.parametrize("plural", ["places", "items", "events", "tours", "stories"])
def test_kind_with_nothing_public_is_an_empty_list(ask: Ask, plural: str) -> None:
    assert ask(f"/{plural}?lang=ja").json() == {"next": None, "results": []}


def test_row_has_the_members_of_every_record(ask: Ask) -> None:
    factories.place(tags=[factories.tag()])
    row = ask("/places?lang=en").json()["results"][0]
    assert set(row) >= EVERY_RECORD
    assert row["url"] == "http://testserver/en/places/tsuyama-castle/"
    assert row["position"] == {"lat": 35.0628, "lon": 134.005, "accuracy_m": 30}


def test_trailing_slash_answers_the_same(ask: Ask) -> None:
    published("castle")
    assert ask("/places/?lang=ja").json() == ask("/places?lang=ja").json()


def test_editors_order_comes_first_then_slug(ask: Ask) -> None:
    for slug, rank in [("b", 100), ("a", 100), ("z", 1)]:
        published(slug, rank=rank)
    assert slugs(ask("/places")) == ["z", "a", "b"]


@pytest.mark.parametrize("query", ["?limit=2", "?limit=2&near=35.0,134.0", "?tag=castle&limit=2&lang=en"])
def test_following_next_meets_everything_once(ask: Ask, query: str) -> None:
    for number in range(5):
        published(f"place-{number}", rank=number % 2, lat=35.0 + number // 2 * 0.1, lon=134.0, tags=("castle",))
    met, address = [], f"http://testserver/api/v1/places{query}"
    while address:
        body = ask(address.removeprefix("http://testserver/api/v1")).json()
        met += [row["slug"] for row in body["results"]]
        address = body["next"]
    assert sorted(met) == [f"place-{number}" for number in range(5)]
    assert len(met) == 5


@pytest.mark.parametrize("cursor", ["x", "W10", "WzFd", "WyJhIiwiYiJd", "WzEuNSwiYSJd", "WzFlMzAsImEiXQ", "!!!!"])
def test_foreign_cursor_is_refused(ask: Ask, cursor: str) -> None:
    answer = ask(f"/places?cursor={cursor}")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == "cursor"


@pytest.mark.parametrize("other", ["/items?", "/places?season=spring&", "/places?near=35.0,134.0&", "/search?q=城&"])
def test_cursor_of_another_question_is_refused(ask: Ask, other: str) -> None:
    for number in range(2):
        published(f"place-{number}")
    cursor = ask("/places?limit=1").json()["next"].rpartition("cursor=")[2]
    assert ask(f"/places?lang=en&limit=9&cursor={cursor}").status_code == 200
    answer = ask(f"{other}cursor={cursor}")
    assert answer.status_code == 400
    assert [error["parameter"] for error in answer.json()["errors"]] == ["cursor"]


def test_repeated_tags_all_have_to_be_there(ask: Ask) -> None:
    published("castle", tags=("castle", "cherry-blossom"))
    published("ruin", tags=("castle",))
    assert slugs(ask("/places?tag=castle")) == ["castle", "ruin"]
    assert slugs(ask("/places?tag=castle&tag=cherry-blossom")) == ["castle"]
    assert slugs(ask("/places?tag=unheard-of")) == []


def test_category_season_and_box(ask: Ask) -> None:
    published("museum", category="museum", seasons=("autumn",), lat=35.06, lon=134.0)
    published("park", category="park", seasons=("spring", "autumn"), lat=35.2, lon=134.2)
    assert slugs(ask("/places?category=museum")) == ["museum"]
    assert slugs(ask("/places?season=spring")) == ["park"]
    assert slugs(ask("/places?season=autumn")) == ["museum", "park"]
    assert slugs(ask("/places?bbox=133.9,35.0,134.1,35.1")) == ["museum"]


def test_near_sorts_by_distance_on_the_ellipsoid(ask: Ask) -> None:
    published("castle", lat=35.0628, lon=134.0050)
    published("station", lat=35.0546, lon=134.0036)
    published("somewhere", lat=None, lon=None)
    rows = ask("/places?near=35.0546,134.0036").json()["results"]
    assert [(row["slug"], row["distance_m"]) for row in rows] == [("station", 0), ("castle", 919)]
    assert slugs(ask("/places?near=35.0546,134.0036&radius_m=900")) == ["station"]


@time_machine.travel(NOW, tick=False)
def test_open_at_finds_what_is_known_to_be_open(ask: Ask) -> None:
    published("open", windows=NINE_TO_FIVE)
    published("closed", windows=[])
    published("unknown", windows=None)
    assert slugs(ask("/places?open_at=2026-11-23T10:00:00%2B09:00")) == ["open"]
    assert slugs(ask("/places?open_at=2026-11-23T17:00:00%2B09:00")) == []


@time_machine.travel(NOW, tick=False)
def test_places_tell_their_opening_state(ask: Ask) -> None:
    published("a-open", windows=NINE_TO_FIVE)
    published("b-closed", windows=[])
    published("c-unknown", windows=None)
    published("piece", kind="item")
    states = [(row["open_now"], row["next_change"]) for row in ask("/places").json()["results"]]
    assert states == [(True, "2026-11-22T17:00:00+09:00"), (False, None), (None, None)]
    assert "open_now" not in ask("/items").json()["results"][0]


def test_updated_since_leaves_out_what_is_older(ask: Ask) -> None:
    with time_machine.travel("2026-11-20T00:00:00Z"):
        published("old")
    with time_machine.travel("2026-11-22T00:00:00Z"):
        published("new")
    assert slugs(ask("/places?updated_since=2026-11-21T00:00:00Z")) == ["new"]


def test_what_is_not_visible_yet_or_any_more_is_in_no_list(ask: Ask) -> None:
    published("early", visible_from=datetime(2999, 1, 1, tzinfo=UTC))
    published("late", visible_until=datetime(2020, 1, 1, tzinfo=UTC))
    assert slugs(ask("/places")) == []


def test_public_address_of_the_installation_goes_before_all_others(ask: Ask, settings: Any) -> None:
    settings.PUBLIC_URL = "https://kanko.example.jp"
    factories.place()
    published("second")
    body = ask("/places?lang=ja&limit=1").json()
    assert body["next"].startswith("https://kanko.example.jp/api/v1/places?lang=ja&limit=1&cursor=")
    assert "@ORIGIN@" not in str(body)


QUERIES = [
    "/places?lang=ja",
    "/places?near=35.06,134.0&radius_m=5000&limit=5",
    "/places?tag=castle&tag=park&bbox=133,34,135,36&season=spring&category=park",
    "/places?updated_since=2026-11-21T00:00:00Z",
    "/places/castle",
    "/during/nearby?lat=35.06&lon=134.0",
    "/during/alerts",
    "/changes?since=0",
    "/languages",
]


@pytest.mark.parametrize("path", [*QUERIES, *[f"/{plural}" for plural in ("items", "events", "tours", "stories")]])
def test_one_statement_whatever_is_asked(ask: Ask, path: str) -> None:
    published("castle", lat=35.06, lon=134.0)
    assert ask(path).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        ask(path)
    assert len(queries) == 1, [query["sql"] for query in queries]


def test_open_at_takes_one_statement_too(ask: Ask) -> None:
    with time_machine.travel(NOW), CaptureQueriesContext(connection) as queries:
        ask("/places?tag=castle&tag=park&near=35.06,134.0&open_at=2026-11-23T10:00:00%2B09:00")
    assert len(queries) == 1


def test_kinds_of_the_contract_are_those_of_the_lists() -> None:
    from api.urls import KINDS as BY_PLURAL

    assert tuple(BY_PLURAL.values()) == KINDS
