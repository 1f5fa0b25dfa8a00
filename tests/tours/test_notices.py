"""A clerk's five minutes before the fireworks."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client

from cms import clock
from cms.languages.table import CODES
from cms.publishing.services import drain
from tests import factories
from tours.notices.sentences import JOINS, SENTENCES, TITLES, Slots, sentence
from tours.notices.services import tick, undo

pytestmark = pytest.mark.django_db


def test_postponed_festival_says_so_in_every_language(client: Client) -> None:
    event = factories.event()
    factories.notice(event)
    drain()
    for lang in CODES:
        document = client.get(f"/api/v1/events/{event.uuid}?lang={lang}").json()
        assert document["status"] == "postponed"
        assert document["notices"][0]["lang"] == lang
        assert document["name"] in document["notices"][0]["text"]


def test_notice_lapses_by_itself(client: Client) -> None:
    place = factories.place()
    factories.notice(place, notice_kind="closed", expires=clock.now() + timedelta(hours=2))
    drain()
    assert client.get(f"/api/v1/places/{place.uuid}?lang=ja").json()["notices"]
    with time_machine.travel(clock.now() + timedelta(hours=3), tick=False):
        assert tick() >= 1
        drain()
        assert client.get(f"/api/v1/places/{place.uuid}?lang=ja").json()["notices"] == []


def test_notice_announced_for_later_appears_on_time(client: Client) -> None:
    place = factories.place()
    factories.notice(place, notice_kind="closed", starts=clock.now() + timedelta(hours=1))
    drain()
    assert client.get(f"/api/v1/places/{place.uuid}?lang=ja").json()["notices"] == []
    with time_machine.travel(clock.now() + timedelta(hours=2), tick=False):
        tick()
        drain()
        assert client.get(f"/api/v1/places/{place.uuid}?lang=ja").json()["notices"]


def test_undone_notice_leaves_every_surface(client: Client) -> None:
    event = factories.event()
    notice = factories.notice(event)
    drain()
    undo(notice, user=None)
    drain()
    document = client.get(f"/api/v1/events/{event.uuid}?lang=ja").json()
    assert (document["status"], document["notices"]) == ("scheduled", [])


def test_closed_place_is_not_open_while_the_notice_stands(client: Client) -> None:
    place = factories.place(opening={"kind": "always"})
    factories.notice(place, notice_kind="closed", expires=clock.now() + timedelta(hours=2))
    drain()
    assert client.get(f"/api/v1/places/{place.uuid}?lang=ja").json()["open_now"] is False


def test_free_text_appears_only_in_languages_that_have_it(client: Client) -> None:
    place = factories.place()
    factories.notice(place, notice_kind="crowded", message={"ja": "駐車場は満車です。"})
    drain()
    texts = {
        lang: client.get(f"/api/v1/places/{place.uuid}?lang={lang}").json()["notices"][0]["text"] for lang in CODES
    }
    assert [lang for lang, text in texts.items() if "駐車場は満車です。" in text] == ["ja"]


@pytest.mark.parametrize("members", [{"notice_kind": "new_time"}, {"notice_kind": "moved"}, {"notice_kind": "other"}])
def test_notice_without_what_its_sentence_needs_is_refused(members: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        factories.notice(factories.place(), live=False, **members)


def test_every_sentence_stands_in_all_languages() -> None:
    for table in (*SENTENCES.values(), *TITLES.values(), JOINS):
        assert set(table) == set(CODES)
    assert (
        sentence("closed", "ja", Slots("備中櫓", until="11月22日(日) 17:00"))
        == "備中櫓は11月22日(日) 17:00まで臨時に休みます。"
    )
