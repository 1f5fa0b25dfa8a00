"""Before, during and after the trip."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.api.conftest import Ask
from tests.api.things import NINE_TO_FIVE, NOW, published

pytestmark = pytest.mark.django_db


def slugs(rows: list[dict[str, Any]]) -> list[str]:
    return [row["slug"] for row in rows]


@time_machine.travel(NOW, tick=False)
def test_inspire_shows_the_season_that_it_is(ask: Ask) -> None:
    body = ask("/before/inspire?lang=ja").json()
    assert body == {"season": "autumn", "themes": [], "highlights": [], "events": [], "stories": []}


@time_machine.travel(NOW, tick=False)
def test_inspire_groups_things_by_the_themes_that_most_have_in_common(ask: Ask) -> None:
    castle = factories.tag("castle", "城", is_theme=True, en="Castle")
    garden, free = factories.tag("garden", "庭", is_theme=True), factories.tag("free-entry", "無料")
    factories.place("tsuyama-castle", tags=[castle, free], seasons=["autumn"])
    factories.place("innosho-castle", tags=[castle, garden, free])
    factories.place("cherry-park", tags=[castle, free], seasons=["spring"])
    body = ask("/before/inspire?lang=en").json()
    assert [(theme["tag"], theme["name"], slugs(theme["results"])) for theme in body["themes"]] == [
        ("castle", "Castle", ["innosho-castle", "tsuyama-castle"]),
        ("garden", "庭", ["innosho-castle"]),
    ]
    assert slugs(body["highlights"]) == ["innosho-castle", "tsuyama-castle"]
    assert slugs(ask("/before/inspire?season=spring").json()["highlights"]) == ["cherry-park", "innosho-castle"]


@time_machine.travel(NOW, tick=False)
def test_inspire_shows_events_that_are_to_come_in_their_order(ask: Ask) -> None:
    now = datetime(2026, 11, 22, 7, tzinfo=UTC)
    for slug, days in [("later", 20), ("soon", 2), ("over", -9)]:
        start = now + timedelta(days=days)
        published(slug, kind="event", starts=start, ends=start + timedelta(hours=3))
    assert slugs(ask("/before/inspire").json()["events"]) == ["soon", "later"]


def test_inspire_takes_four_statements(ask: Ask) -> None:
    published("castle", tags=("castle",))
    published("story", kind="story")
    with CaptureQueriesContext(connection) as queries:
        assert ask("/before/inspire").status_code == 200
    assert len(queries) <= 4


@time_machine.travel(NOW, tick=False)
def test_nearby_tells_distance_and_state(ask: Ask) -> None:
    published("castle", lat=35.0628, lon=134.0050, windows=NINE_TO_FIVE)
    published("far", lat=35.2, lon=134.2)
    rows = ask("/during/nearby?lat=35.0546&lon=134.0036").json()["results"]
    assert [(row["slug"], row["distance_m"], row["open_now"], row["next_change"]) for row in rows] == [
        ("castle", 919, True, "2026-11-22T17:00:00+09:00")
    ]
    assert slugs(ask("/during/nearby?lat=35.0546&lon=134.0036&radius_m=50000").json()["results"]) == ["castle", "far"]


@pytest.mark.parametrize(
    "query", ["", "lat=35", "lon=134", "lat=35&lon=134&radius_m=50001", "lat=91&lon=134", "lat=35&lon=134&kind=place"]
)
def test_nearby_refuses_what_it_cannot_use(ask: Ask, query: str) -> None:
    assert ask(f"/during/nearby?{query}").status_code == 400


def test_alert_says_what_happened_in_the_language_asked_for(ask: Ask) -> None:
    place = factories.place()
    factories.notice(place, notice_kind="closed")
    answer = ask("/during/alerts?lang=en")
    (alert,) = answer.json()["results"]
    assert set(alert) == {"id", "level", "kind", "title", "text", "lang", "records", "areas", "starts", "expires"}
    assert (alert["kind"], alert["lang"]) == ("closed", "en")
    assert "Tsuyama Castle" in alert["text"]
    assert alert["records"][0]["id"] == str(place.uuid)
    assert alert["records"][0]["url"] == "http://testserver/en/places/tsuyama-castle/"


def test_notice_whose_time_is_over_is_no_alert(ask: Ask) -> None:
    with time_machine.travel("2026-11-20T00:00:00Z"):
        factories.notice(factories.place(), expires=datetime(2026, 11, 21, tzinfo=UTC))
        assert len(ask("/during/alerts").json()["results"]) == 1
    with time_machine.travel("2026-11-22T00:00:00Z"):
        assert ask("/during/alerts").json() == {"results": []}


def recap(client: Client, body: Any, query: str = "?lang=ja", content_type: str = "application/json") -> Any:
    data = body if isinstance(body, str) else json.dumps(body)
    return client.post(f"/api/v1/after/recap{query}", data, content_type=content_type)


def test_recap_suggests_what_goes_with_the_visited(client: Client) -> None:
    castle = published("castle", tags=("castle",))
    published("b-castle-story", kind="story", tags=("castle",))
    published("a-river-story", kind="story", tags=("river",))
    published("sword", kind="item", tags=("castle",))
    published("ruin", tags=("castle",))
    published(
        "gone",
        kind="event",
        tags=("castle",),
        starts=datetime(2020, 1, 1, tzinfo=UTC),
        ends=datetime(2020, 1, 2, tzinfo=UTC),
    )
    stranger = str(uuid4())
    answer = recap(client, {"ids": [str(castle.uuid), stranger, stranger]})
    body = answer.json()
    assert slugs(body["read"]) == ["b-castle-story", "a-river-story"]
    assert (slugs(body["see"]), slugs(body["come_back"]), body["unknown"]) == (["sword"], ["ruin"], [stranger])
    assert answer["Cache-Control"] == "no-store"


def test_recap_takes_one_statement(client: Client) -> None:
    castle = published("castle")
    with CaptureQueriesContext(connection) as queries:
        recap(client, {"ids": [str(castle.uuid)] * 200})
    assert len(queries) == 1


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "[]",
        "null",
        "{}",
        {"ids": []},
        {"ids": "x"},
        {"ids": ["x"]},
        {"ids": [1]},
        {"ids": [str(uuid4())] * 201},
        {"ids": [str(uuid4())], "name": "x"},
    ],
)
def test_bad_body_is_a_problem(client: Client, body: Any) -> None:
    answer = recap(client, body)
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert answer.json()["errors"][0]["parameter"] in {"ids", "body", "name"}


def test_recap_takes_json_only_and_no_foreign_parameter(client: Client) -> None:
    assert recap(client, "ids=1", content_type="application/x-www-form-urlencoded").status_code == 415
    assert recap(client, {"ids": [str(uuid4())]}, "?limit=5").status_code == 400


def test_languages_count_own_texts(ask: Ask) -> None:
    factories.place()
    factories.item()
    rows = {row["code"]: row for row in ask("/languages").json()}
    assert list(rows) == ["ja", "en", "zh-hans", "zh-hant", "ko", "fr", "ja-x-easy"]
    assert (rows["ja"]["places"], rows["en"]["places"], rows["ko"]["places"]) == (1, 1, 0)
    assert rows["ja"]["native_name"] == "日本語"


def test_language_with_a_short_text_but_no_name_is_not_counted(ask: Ask) -> None:
    place = factories.place(short={"ja": "石垣の残る城跡", "en": "Castle ruins", "fr": "Ruines du château"})
    body = ask(f"/places/{place.uuid}?lang=fr").json()
    assert (body["lang"], body["languages"]) == ("fr", ["ja", "en"])
    rows = {row["code"]: row["places"] for row in ask("/languages").json()}
    assert (rows["ja"], rows["en"], rows["fr"]) == (1, 1, 0)
