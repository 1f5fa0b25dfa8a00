"""What a display may ask, and how it is seen to be well."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from cms import clock
from cms.signage.models import Display
from cms.signage.selectors import healths
from cms.signage.services import revoke
from tests.cms.signage.screens import manifest, paired, state

pytestmark = pytest.mark.django_db


def test_no_token_and_a_wrong_token_are_401(client: Client) -> None:
    display, _token = paired()
    for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic eDp5"}):
        answer = client.get(f"/api/v1/signage/displays/{display.uuid}/manifest", headers=headers)
        assert answer.status_code == 401
        assert answer["WWW-Authenticate"].startswith("Bearer")
        assert answer["Content-Type"] == "application/problem+json"


def test_token_of_another_display_is_401(client: Client) -> None:
    one, _ = paired("one")
    _, other_token = paired("other")
    assert manifest(client, one, other_token).status_code == 401


def test_revoked_display_is_403(client: Client) -> None:
    display, token = paired()
    revoke(display)
    assert manifest(client, display, token).status_code == 403
    assert state(client, display, token, {}).status_code == 403


def test_displays_answer_no_foreign_script(client: Client) -> None:
    display, token = paired()
    answers = [manifest(client, display, token), manifest(client, display, "wrong"), state(client, display, token, {})]
    assert not [name for answer in answers for name in answer.headers if name.startswith("Access-Control")]
    pairing = client.post("/api/v1/signage/pair", data="{}", content_type="application/json")
    assert pairing["Access-Control-Allow-Origin"] == "*"


def test_report_is_kept_and_answered_with_the_time(client: Client) -> None:
    display, token = paired()
    answer = state(
        client,
        display,
        token,
        {"manifest": "abc", "error": "", "storage": "kept", "offset_ms": -12, "evil": "x" * 9999},
    )
    assert abs(answer.json()["now"] - clock.epoch() * 1000) < 5000
    display.refresh_from_db()
    assert display.report == {"manifest": "abc", "error": "", "storage": "kept", "offset_ms": -12}
    asked = client.get(f"/api/v1/signage/displays/{display.uuid}/state", headers={"Authorization": f"Bearer {token}"})
    assert asked.json()["health"] == "online"


def test_long_and_wrong_reports_do_not_fill_the_table(client: Client) -> None:
    display, token = paired()
    state(client, display, token, {"error": "x" * 5000, "version": 7, "offset_ms": "soon"})
    display.refresh_from_db()
    assert display.report == {"error": "x" * 500}
    assert state(client, display, token, ["no", "object"]).status_code == 400


@pytest.mark.parametrize(
    ("silent", "health"), [(30, "online"), (119, "online"), (121, "late"), (299, "late"), (301, "down")]
)
def test_health_follows_the_silence(client: Client, silent: int, health: str) -> None:
    display, token = paired()
    assert display.health() == "new"
    with time_machine.travel(clock.now(), tick=False) as traveller:
        state(client, display, token, {})
        traveller.shift(timedelta(seconds=silent))
        display.refresh_from_db()
        assert display.health() == health
        assert healths() == {health: 1}


def test_display_without_a_screen_is_unpaired() -> None:
    assert Display(name="not yet").health() == "unpaired"
