"""The way of a fact: draft, publish, outbox, document, page, API."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.publishing.models import Outbox, PublishedDocument
from cms.publishing.services import drain
from cms.records.services import patch
from tests import factories
from tours.models import Place

pytestmark = pytest.mark.django_db


def test_draft_is_in_no_answer(client: Client) -> None:
    factories.place(live=False)
    assert drain() == 0
    assert client.get("/api/v1/places?lang=ja").json()["results"] == []


def test_published_place_is_in_list_detail_and_page(client: Client) -> None:
    place = factories.place()
    assert [row["name"] for row in client.get("/api/v1/places?lang=ja").json()["results"]] == ["津山城"]
    assert client.get(f"/api/v1/places/{place.uuid}?lang=en").json()["name"] == "Tsuyama Castle"
    assert "津山城" in client.get("/ja/places/tsuyama-castle/").content.decode()


def test_language_without_text_gets_the_fallback(client: Client) -> None:
    place = factories.place()
    answer = client.get(f"/api/v1/places/{place.uuid}?lang=ko")
    assert answer["Content-Language"] == "en"
    assert answer.json()["languages"] == ["ja", "en"]


def test_known_etag_answers_304(client: Client) -> None:
    place = factories.place()
    first = client.get(f"/api/v1/places/{place.uuid}?lang=ja")
    again = client.get(f"/api/v1/places/{place.uuid}?lang=ja", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert again["ETag"] == first["ETag"]


def test_unpublished_place_is_gone_at_once(client: Client) -> None:
    place = factories.place()
    place.unpublish()
    assert client.get(f"/api/v1/places/{place.uuid}").status_code == 410
    assert not PublishedDocument.objects.exists()


def test_private_place_is_gone_at_once(client: Client) -> None:
    place = factories.place()
    patch(place, {"restricted": True})
    assert client.get(f"/api/v1/places/{place.uuid}").status_code == 410


def test_patch_reaches_live_row_and_open_draft() -> None:
    place = factories.place()
    place.designations = {"ja": {"text": "国指定史跡", "status": "reviewed"}}
    place.save_revision()
    place.refresh_from_db()
    assert patch(place, {"lat": 35.07}).conflicts == ()
    place.refresh_from_db()
    place.latest_revision.publish()
    place.refresh_from_db()
    assert (place.lat, place.designations.text("ja")) == (35.07, "国指定史跡")


def test_patch_reaches_what_is_scheduled_even_below_a_newer_draft() -> None:
    place = factories.place(lat=35.06)
    place.short = place.short.merged({"en": {"text": "Blossom nights", "status": "reviewed"}}, by="")
    place.go_live_at = timezone.now() + timedelta(days=3)
    place.save_revision(approved_go_live_at=place.go_live_at)
    Place.objects.get(pk=place.pk).save_revision()
    assert patch(place, {"lat": 35.07, "restricted": True}).conflicts == ()
    with time_machine.travel(timezone.now() + timedelta(days=4), tick=True):
        call_command("publish_scheduled", verbosity=0)
    held = Place.objects.get(pk=place.pk)
    assert (held.lat, held.restricted, held.short.text("en")) == (35.07, True, "Blossom nights")


def test_patch_reports_a_draft_that_says_something_else() -> None:
    place = factories.place()
    place.lat = 35.5
    place.save_revision()
    place.refresh_from_db()
    conflict = patch(place, {"lat": 35.07}).conflicts[0]
    assert (conflict.field, conflict.draft, conflict.patched) == ("lat", 35.5, 35.07)


def test_unchanged_bytes_keep_their_sequence() -> None:
    place = factories.place()
    before = place_sequence(place)
    place.save_revision().publish()
    drain()
    assert place_sequence(place) == before


def test_failing_thing_stays_in_the_outbox_with_its_error(monkeypatch: pytest.MonkeyPatch) -> None:
    place = factories.place(live=False)
    monkeypatch.setattr("cms.publishing.services.standing", lambda uuid: 1 / 0)
    place.save_revision().publish()
    drain()
    assert "ZeroDivisionError" in Outbox.objects.get().error


@pytest.mark.parametrize("path", ["/api/v1/places?lang=ja", "/api/v1/places/{uuid}?lang=ja"])
def test_list_and_detail_take_one_statement(client: Client, path: str) -> None:
    place = factories.place()
    with CaptureQueriesContext(connection) as queries:
        client.get(path.format(uuid=place.uuid))
    assert len(queries) == 1, [q["sql"] for q in queries]


def place_sequence(place: object) -> int:
    from cms.publishing.models import PublishedThing

    return PublishedThing.objects.get(uuid=place.uuid).sequence  # type: ignore[attr-defined]
