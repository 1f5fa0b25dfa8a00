"""Is it open, on, on display: the first thing a visitor reads."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.utils import translation

from cms.clock import TOKYO
from cms.frontend.states import event_state, item_state, opening_state
from cms.publishing.opening import OpeningState

NOW = datetime(2026, 4, 4, 15, 24, tzinfo=TOKYO)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def at(hour: int, minute: int = 0, *, days: int = 0) -> datetime:
    return datetime(2026, 4, 4, hour, minute, tzinfo=TOKYO) + timedelta(days=days)


def said(opening: OpeningState) -> tuple[str, str, str]:
    state = opening_state(opening, at=NOW, language="en")
    return state.mark, state.word, state.more


@pytest.mark.parametrize(
    ("opening", "expected"),
    [
        (OpeningState(True, closes_at=at(22)), ("is-open", "Open now", "until 22:00")),
        (OpeningState(True, closes_at=at(0, days=1)), ("is-open", "Open now", "until 24:00")),
        (OpeningState(True), ("is-open", "Open now", "day and night")),
        (OpeningState(True, closes_at=at(16)), ("is-soon", "Closes in 36 min", "until 16:00")),
        (
            OpeningState(True, closes_at=at(16), last_entry=at(15, 30)),
            ("is-soon", "Last entry in 6 min", "until 15:30"),
        ),
        (OpeningState(True, closes_at=at(16), last_entry=at(15)), ("is-soon", "No more entry today", "until 16:00")),
        (OpeningState(True, closes_at=at(22), last_entry=at(21)), ("is-open", "Open now", "until 22:00")),
        (OpeningState(False, opens_at=at(9, days=1)), ("is-closed", "Closed", "opens tomorrow 09:00")),
        (OpeningState(False, opens_at=at(17)), ("is-closed", "Closed", "opens at 17:00")),
        (OpeningState(False), ("is-closed", "Closed", "")),
        (OpeningState(None), ("is-unknown", "Hours being checked", "")),
    ],
)
def test_a_place_says_its_state_and_what_changes_next(opening, expected):
    assert said(opening) == expected


def test_a_closing_further_off_than_tomorrow_is_named_with_its_day():
    assert said(OpeningState(False, opens_at=at(9, days=3)))[2] == "opens Tue, April 7, 09:00"


def test_times_are_written_as_the_language_writes_them():
    with translation.override("ja"):
        assert opening_state(OpeningState(False, opens_at=at(9, days=1)), at=NOW, language="ja").more.count("9:00") == 1


def event(status: str = "scheduled", **dates: str) -> dict[str, str]:
    return {"status": status, **dates}


@pytest.mark.parametrize(
    ("document", "mark", "word"),
    [
        (event(starts="2026-03-27", ends="2026-04-12"), "is-soon", "On today"),
        (event(starts="2026-04-05"), "is-closed", "In 1 day"),
        (event(starts="2026-08-01T10:00:00+09:00", ends="2026-08-02T21:00:00+09:00"), "is-closed", "In 119 days"),
        (event(starts="2025-08-01"), "is-closed", "Over"),
        (event(), "is-unknown", "Date being checked"),
        (event("postponed", starts="2026-04-04"), "is-soon", "Postponed"),
        (event("cancelled", starts="2026-04-04"), "is-closed", "Cancelled"),
    ],
)
def test_an_event_says_when_it_is_or_what_happened_to_it(document, mark, word):
    state = event_state(document, today=date(2026, 4, 4), language="en")
    assert (state.mark, state.word) == (mark, word)


def test_an_event_that_begins_late_at_night_utc_is_counted_in_tokyo():
    state = event_state(event(starts="2026-04-04T23:30:00+00:00"), today=date(2026, 4, 5), language="en")
    assert state.word == "On today"


def test_an_item_names_the_museum_that_shows_it():
    assert item_state({"display": {"place": {"name": "津山郷土博物館"}}}).more == "津山郷土博物館"
    assert item_state({"display": None}).word == "Not on display"
