"""Events and tours."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client

from cms import clock
from tests import factories

pytestmark = pytest.mark.django_db


def test_event_takes_its_position_from_its_place(client: Client) -> None:
    place = factories.place("yoshii-riverside", lat=35.0569, lon=134.0045)
    event = factories.event(place=place)
    document = client.get(f"/api/v1/events/{event.uuid}?lang=ja").json()
    assert document["position"]["lat"] == 35.0569
    assert document["place"]["id"] == str(place.uuid)


def test_event_tells_its_next_date(client: Client) -> None:
    past, coming = (datetime(2020, 8, 1, 18, tzinfo=clock.TOKYO), clock.now() + timedelta(days=5))
    event = factories.event(dates=[(past, None), (coming, coming + timedelta(hours=3))])
    document = client.get(f"/api/v1/events/{event.uuid}?lang=en").json()
    assert document["starts"].startswith(coming.astimezone(clock.TOKYO).isoformat()[:10])
    assert len(document["dates"]) == 2


def test_tour_leaves_out_a_stop_that_is_not_public(client: Client) -> None:
    castle = factories.place()
    museum = factories.place("tsuyama-city-museum", lat=35.0611, lon=134.0040)
    draft = factories.place("secret-place", live=False)
    tour = factories.tour(stops=[castle, museum, draft])
    document = client.get(f"/api/v1/tours/{tour.uuid}?lang=ja").json()
    assert [stop["slug"] for stop in document["stops"]] == ["tsuyama-castle", "tsuyama-city-museum"]
    assert 200 < document["distance_m"] < 400
