"""A screen shows a code, somebody enters it, the screen gets its token once."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client

from cms import clock
from cms.signage import services
from cms.signage.models import Display, Pairing
from cms.signage.tokens import ALPHABET, digest, typed_code
from tests.cms.signage.screens import paired

pytestmark = pytest.mark.django_db


def ask(client: Client) -> Any:
    return client.post("/api/v1/signage/pair", data="{}", content_type="application/json")


def test_screen_gets_its_token_once(client: Client) -> None:
    asked = ask(client)
    assert asked.status_code == 201
    assert set(asked.json()) >= {"code", "poll", "expires"}
    assert client.get(asked.json()["poll"]).status_code == 202
    services.approve(asked.json()["code"], name="津山駅 改札前")
    given = client.get(asked.json()["poll"])
    assert given.status_code == 200
    assert given["Cache-Control"] == "no-store"
    assert given.json()["display"]["name"] == "津山駅 改札前"
    again = client.get(asked.json()["poll"])
    assert again.status_code == 410
    assert given.json()["token"] not in again.content.decode()


def test_only_digests_are_kept(client: Client) -> None:
    poll = ask(client).json()["poll"]
    display, token = paired()
    assert display.token_digest == digest(token)
    rows = str(list(Display.objects.values())) + str(list(Pairing.objects.values()))
    assert token not in rows
    assert poll.rsplit("/", 1)[1] not in rows


def test_code_has_six_characters_that_nobody_confuses() -> None:
    codes = {services.open_pairing().code for _ in range(40)}
    assert len(codes) == 40
    assert all(len(code) == 6 and set(code) <= set(ALPHABET) for code in codes)
    assert not set("0O1ILZ2S5B8") & set(ALPHABET)


@pytest.mark.parametrize("typed", ["tup3na", "TUP 3NA", " tup-3na ", "ＴＵＰ３ＮＡ"])
def test_code_may_be_typed_as_hands_do(typed: str) -> None:
    assert typed_code(typed) == "TUP3NA"


def test_code_ends_after_ten_minutes(client: Client) -> None:
    asked = ask(client).json()
    with time_machine.travel(clock.now() + timedelta(minutes=10, seconds=1), tick=False):
        with pytest.raises(services.PairingError, match="ten minutes"):
            services.approve(asked["code"], name="late")
        assert client.get(asked["poll"]).status_code == 410
    assert not Display.objects.exists()


def test_unknown_and_used_codes_say_why() -> None:
    with pytest.raises(services.PairingError, match="No screen shows the code ACDEFG"):
        services.approve("acdefg", name="nowhere")
    opened = services.open_pairing()
    services.approve(opened.code, name="first")
    with pytest.raises(services.PairingError, match="has been used"):
        services.approve(opened.code, name="second")
    assert Display.objects.count() == 1


def test_unknown_poll_is_404_and_a_problem(client: Client) -> None:
    answer = client.get("/api/v1/signage/pair/nobody-ever-had-this-secret")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_new_screen_takes_the_display_over() -> None:
    display, former = paired()
    opened = services.open_pairing()
    services.approve(opened.code, display=display)
    display.refresh_from_db()
    assert display.token_digest == digest(former), "the former screen plays until the new one has its token"
    services.claim(opened.secret)
    display.refresh_from_db()
    assert display.token_digest != digest(former)
    assert Display.objects.count() == 1


def test_many_codes_from_one_address_are_refused(client: Client) -> None:
    answers = [ask(client) for _ in range(13)]
    assert [answer.status_code for answer in answers] == [201] * 12 + [429]
    assert int(answers[-1]["Retry-After"]) > 0
    assert answers[-1].json()["status"] == 429


def test_table_of_waiting_screens_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "MOST_OPEN", 2)
    services.open_pairing()
    services.open_pairing()
    with pytest.raises(services.TooManyPairings):
        services.open_pairing()


def test_old_pairings_are_forgotten() -> None:
    services.open_pairing()
    assert services.forget_expired() == 0
    with time_machine.travel(clock.now() + timedelta(hours=2), tick=False):
        assert services.forget_expired() == 1


def test_body_other_than_an_empty_object_is_refused(client: Client) -> None:
    for body in ('{"code": "MINE"}', "[]", "{"):
        answer = client.post("/api/v1/signage/pair", data=body, content_type="application/json")
        assert (answer.status_code, answer.json()["title"]) == (400, "Bad body")
        assert [error["parameter"] for error in answer.json()["errors"]] == ["body"]


def test_command_pairs_and_keeps_the_name() -> None:
    first, second = services.open_pairing(), services.open_pairing()
    out = StringIO()
    call_command("pair_display", first.code.lower(), "--name", "観光案内所", stdout=out)
    call_command("pair_display", second.code, "--name", "観光案内所", "--orientation", "portrait", stdout=out)
    display = Display.objects.get()
    assert (display.name, display.orientation) == ("観光案内所", "portrait")
    assert "is paired" in out.getvalue()


def test_command_says_why_not() -> None:
    with pytest.raises(CommandError, match="No screen shows"):
        call_command("pair_display", "AAAAAA", "--name", "nowhere")
    with pytest.raises(CommandError, match="one of ja, en"):
        call_command("pair_display", "AAAAAA", "--name", "nowhere", "--languages", "ja,xx")
