"""Changes: everything once, in order, also what is gone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from cms.publishing.moments import pass_moments
from cms.publishing.services import retract
from tests import factories
from tests.api.conftest import Ask
from tests.api.things import published

pytestmark = pytest.mark.django_db


def test_each_thing_is_there_once_in_its_latest_state(ask: Ask) -> None:
    castle, park = published("castle"), published("park")
    retract(castle.uuid)
    body = ask("/changes?since=0&lang=ja").json()
    assert [(row["id"], row["deleted"]) for row in body["results"]] == [
        (str(park.uuid), False),
        (str(castle.uuid), True),
    ]
    assert (body["since"], body["more"]) == (0, False)
    assert body["until"] == body["results"][-1]["sequence"]
    assert body["results"][0]["url"] == "http://testserver/ja/places/park/"


def test_following_until_meets_everything_once(ask: Ask) -> None:
    for number in range(5):
        published(f"place-{number}")
    since, met, more = 0, [], True
    while more:
        body = ask(f"/changes?since={since}&limit=2").json()
        met += [row["id"] for row in body["results"]]
        since, more = body["until"], body["more"]
    assert len(met) == len(set(met)) == 5
    assert ask(f"/changes?since={since}").json() == {"since": since, "until": since, "more": False, "results": []}


@pytest.mark.parametrize("since", [10**6, 2**63, 10**30])
def test_beyond_the_end_is_empty(ask: Ask, since: int) -> None:
    published("castle")
    assert ask(f"/changes?since={since}").json()["results"] == []


def test_kind_filters(ask: Ask) -> None:
    published("castle")
    published("sword", kind="item")
    assert [row["kind"] for row in ask("/changes?kind=item").json()["results"]] == ["item"]
    assert ask("/changes?kind=notice").status_code == 400


@pytest.mark.parametrize("query", ["since=-1", "since=x", "since=", "since=1&since=2", "near=35,134"])
def test_bad_question_is_refused(ask: Ask, query: str) -> None:
    assert ask(f"/changes?{query}").status_code == 400


def test_what_is_not_to_be_seen_yet_is_no_change_and_what_is_over_is_deleted(ask: Ask) -> None:
    published("early", visible_from=datetime(2999, 1, 1, tzinfo=UTC))
    late = published("late", visible_until=datetime(2020, 1, 1, tzinfo=UTC))
    assert [(row["id"], row["deleted"]) for row in ask("/changes").json()["results"]] == [(str(late.uuid), True)]


def test_drafts_and_notices_are_no_changes(ask: Ask) -> None:
    place = factories.place()
    factories.place("draft", live=False)
    factories.notice(place)
    assert [row["id"] for row in ask("/changes").json()["results"]] == [str(place.uuid)]


def test_what_begins_or_ends_by_the_clock_gets_a_number_of_its_own(ask: Ask) -> None:
    noon = datetime(2026, 11, 22, 3, tzinfo=UTC)
    with time_machine.travel(noon, tick=False) as clock:
        early = published("early", visible_from=noon + timedelta(hours=1))
        ending = factories.place("ending", expire_at=noon + timedelta(hours=2))
        seen = ask("/changes?since=0").json()["until"]

        clock.shift(timedelta(hours=1))
        assert pass_moments() == 1
        body = ask(f"/changes?since={seen}").json()
        assert [(row["id"], row["deleted"]) for row in body["results"]] == [(str(early.uuid), False)]
        assert pass_moments() == 0

        clock.shift(timedelta(hours=1))
        assert pass_moments() == 1
        body = ask(f"/changes?since={body['until']}").json()
        assert [(row["id"], row["deleted"]) for row in body["results"]] == [(str(ending.uuid), True)]
        assert pass_moments() == 0
