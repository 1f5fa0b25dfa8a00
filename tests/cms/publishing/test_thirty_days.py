"""Thirty days without an edit: nothing runs dry."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from cms import clock
from cms.publishing.nightly import roll_when_due
from cms.publishing.rebuilding import verify
from cms.publishing.services import drain
from tests import factories

pytestmark = pytest.mark.django_db

HOURS = {
    "kind": "hours",
    "hours": [
        {"days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "spans": [{"opens": "09:00", "closes": "17:00"}]}
    ],
}


def test_opening_states_are_known_thirty_days_later(client: Client) -> None:
    place = factories.place(opening=HOURS)
    roll_when_due()
    with time_machine.travel(clock.now() + timedelta(days=30), tick=False):
        assert roll_when_due()
        drain()
        noon = clock.local_now().replace(hour=12, minute=0, second=0, microsecond=0)
        answer = client.get(f"/api/v1/places/{place.uuid}?lang=ja").json()
        assert answer["next_change"] is not None
        for days in range(1, 14):
            moment = (noon + timedelta(days=days)).isoformat()
            found = client.get("/api/v1/places", {"open_at": moment, "lang": "ja"}).json()["results"]
            assert [row["id"] for row in found] == [str(place.uuid)], moment
        assert verify().differ == 0
        assert not roll_when_due()


def test_worker_that_slept_over_nights_rolls_once(client: Client) -> None:
    factories.place(opening=HOURS)
    roll_when_due()
    with time_machine.travel(clock.now() + timedelta(days=3), tick=False):
        assert roll_when_due()
        assert not roll_when_due()
