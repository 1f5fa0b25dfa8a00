"""Demo events and tours: references resolve, dates are rules, narration is there in Japanese and English."""

from __future__ import annotations

import pytest

from tests.cms.demo.files import SHORT, keys, load

EVENTS, TOURS = load("tours/events"), load("tours/tours")
PLACES = keys("tours/places")


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event["key"])
def test_an_event_happens_at_a_known_place_and_says_that_its_dates_are_to_be_confirmed(event):
    assert event["place"] in PLACES
    assert event["sight"] in PLACES
    assert event["category"] in {row["slug"] for row in load("tours/categories") if row["kind"] == "event"}
    assert event["certainty"] == "to_confirm"
    assert "確認" in event["schedule_text"]["ja"]
    assert event["image"] is None or event["image"] in keys("cms/artwork")


def test_there_are_at_least_three_tours_with_real_stops():
    assert len(TOURS) >= 3
    assert all(len(tour["stops"]) >= 3 for tour in TOURS)


@pytest.mark.parametrize("tour", TOURS, ids=lambda tour: tour["key"])
def test_every_stop_is_a_place_with_narration_in_japanese_and_english(tour):
    for stop in tour["stops"]:
        assert stop["place"] in PLACES
        assert stop["stay_minutes"] >= 5
        assert len(stop["narration"]["ja"]) > 20
        assert len(stop["narration"]["en"]) > 40
    assert set(tour["tags"]) <= keys("cms/tags")
    assert tour["image"] in keys("cms/artwork")


@pytest.mark.parametrize("record", EVENTS + TOURS, ids=lambda record: record["key"])
def test_short_texts_fit(record):
    assert all(len(short["text"]) <= SHORT[lang] for lang, short in record["short"].items())
    assert {"ja", "en"} <= set(record["short"]) <= set(record["names"])
