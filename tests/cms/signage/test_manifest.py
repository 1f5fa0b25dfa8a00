"""A manifest is made of published documents; every edit changes it, nothing else does."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import orjson
import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.core.files.storage import storages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from api.schemas import validator
from cms import clock
from cms.publishing.models import PublishedDocument, PublishedThing
from cms.publishing.services import drain
from cms.records.models import Record
from cms.records.services import patch
from cms.signage import selectors
from cms.signage.models import Playlist, PlaylistEntry
from tests import factories
from tests.cms.signage.screens import manifest, paired, slides

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh(settings: Any) -> None:
    """Make each manifest anew: the cache lives for a minute."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}


def test_place_is_a_slide_in_each_language_of_the_display(client: Client) -> None:
    place = factories.place()
    answer = manifest(client, *paired(languages=["ja", "en", "ko"]))
    found = slides(answer, id=str(place.uuid))
    assert [(slide["lang"], slide["name"]["text"], slide["name"]["lang"]) for slide in found] == [
        ("ja", "津山城", "ja"),
        ("en", "Tsuyama Castle", "en"),
        ("ko", "Tsuyama Castle", "en"),
    ]
    assert found[0]["name"]["ruby"] == [["津山城", "つやまじょう"]]
    assert found[0]["second"] == {"text": "Tsuyama Castle", "lang": "en"}
    assert found[1]["second"] == {"text": "津山城", "lang": "ja"}


def test_known_version_answers_304(client: Client) -> None:
    factories.place()
    display, token = paired()
    first = manifest(client, display, token)
    assert first["ETag"] == f'"{first.json()["version"]}"'
    again = manifest(client, display, token, **{"If-None-Match": first["ETag"]})
    assert (again.status_code, again["ETag"], again.content) == (304, first["ETag"], b"")


def test_version_is_made_of_the_content_alone(client: Client) -> None:
    place = factories.place()
    display, token = paired()
    first = manifest(client, display, token)
    with time_machine.travel(clock.now() + timedelta(minutes=7), tick=False):
        assert manifest(client, display, token)["ETag"] == first["ETag"]
    place.save_revision().publish()
    drain()
    assert manifest(client, display, token)["ETag"] == first["ETag"], "publishing the same again changes nothing"


def test_every_edit_changes_the_version(client: Client) -> None:
    place = factories.place()
    display, token = paired()
    versions = [manifest(client, display, token)["ETag"]]
    patch(place, {"short": {"ja": "桜の名所", "en": "Known for its cherries"}})
    drain()
    versions.append(manifest(client, display, token)["ETag"])
    display.in_a_row = 3
    display.save()
    versions.append(manifest(client, display, token)["ETag"])
    factories.notice(place, notice_kind="closed")
    versions.append(manifest(client, display, token)["ETag"])
    assert len(set(versions)) == 4


def test_withdrawn_record_leaves_at_once(client: Client) -> None:
    place = factories.place()
    display, token = paired()
    assert slides(manifest(client, display, token), id=str(place.uuid))
    place.unpublish()
    assert not slides(manifest(client, display, token), id=str(place.uuid))


@pytest.mark.parametrize(
    ("public", "origin"), [("https://tsuyama.example", "https://tsuyama.example"), ("", "http://testserver")]
)
def test_code_leads_to_the_page_in_the_language_shown(client: Client, settings: Any, public: str, origin: str) -> None:
    settings.PUBLIC_URL = public
    place = factories.place()
    for slide in slides(manifest(client, *paired()), id=str(place.uuid)):
        assert slide["qr"]["url"] == f"{origin}/{slide['lang']}/places/tsuyama-castle/"
        assert slide["qr"]["svg"].startswith("<svg")


def test_slides_last_by_what_there_is_to_read(client: Client) -> None:
    factories.place()
    factories.event()
    for slide in manifest(client, *paired()).json()["slides"]:
        assert 8 <= slide["duration_s"] <= (30 if slide["layout"] == "board" else 20)


def test_files_carry_the_digest_of_what_is_served(client: Client) -> None:
    from cms.media.models import KakuzanImage
    from tours.models import PlaceImage

    place = factories.place(live=False)
    image = KakuzanImage.objects.create(title="keep", file=ImageFile(BytesIO(picture()), "keep.png"))
    place.images.set([PlaceImage(image=image)])
    factories.publish(place)
    answer = manifest(client, *paired()).json()
    art = next(slide["art"] for slide in answer["slides"] if slide["id"] == str(place.uuid))
    assert art["type"] == "picture"
    assert art["url"] in {file["url"] for file in answer["files"]}
    for file in answer["files"]:
        served = client.get(file["url"])
        body = served.getvalue() if served.streaming else served.content
        assert (hashlib.sha256(body).hexdigest(), len(body)) == (file["sha256"], file["bytes"]), file["url"]
    storages["public"].purge(art["url"].removeprefix("/media/"))


def picture() -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (400, 300), "#23457c").save(buffer, "PNG")
    return buffer.getvalue()


def test_windows_are_given_once_for_all_languages(client: Client) -> None:
    place = factories.place()
    noon = int(clock.now().timestamp())
    PublishedThing.objects.filter(uuid=place.uuid).update(
        windows=[[noon, noon + 3600, noon + 1800]], windows_until=clock.now() + timedelta(days=14)
    )
    answer = manifest(client, *paired()).json()
    assert answer["hours"][str(place.uuid)]["windows"] == [[noon, noon + 3600, noon + 1800]]
    assert answer["hours"][str(place.uuid)]["until"] > noon + 12 * 86_400
    slide = next(slide for slide in answer["slides"] if slide["id"] == str(place.uuid))
    assert slide["state"] == {"type": "hours", "hours": str(place.uuid), "certain": False}
    board = next(slide for slide in answer["slides"] if slide["layout"] == "board")
    assert [row["id"] for row in board["rows"]] == [str(place.uuid)]


def test_way_starts_where_the_display_stands(client: Client) -> None:
    station = factories.place(
        slug="tsuyama-station", name={"ja": "津山駅", "en": "Tsuyama Station"}, lat=35.0543, lon=134.0036
    )
    castle = factories.place()
    display, token = paired(place=Record.objects.get(uuid=station.uuid))
    answer = manifest(client, display, token)
    assert slides(answer, id=str(castle.uuid), lang="ja")[0]["way"]["text"] == "ここから徒歩 約16分"
    assert slides(answer, id=str(station.uuid), lang="en")[0]["way"]["text"] == "You are here"


def test_playlist_chooses_order_kinds_and_tags(client: Client) -> None:
    castle = factories.tag()
    plain, tagged = factories.place(slug="plain"), factories.place(slug="tagged", tags=[castle])
    event = factories.event()
    playlist = Playlist(name="castle only", kinds=["place"], board=False)
    playlist.tags.set([castle])
    playlist.entries.set([PlaylistEntry(record_id=event.uuid)])
    playlist.save()
    display, token = paired(playlist=playlist)
    assert manifest(client, display, token).json()["order"] == [str(event.uuid), str(tagged.uuid)]
    playlist.tags.set([])
    playlist.save()
    assert str(plain.uuid) in manifest(client, display, token).json()["order"]


def test_event_that_is_over_leaves_and_says_until_when(client: Client) -> None:
    start = clock.now() + timedelta(days=2)
    event = factories.event(dates=[(start, start + timedelta(hours=3))])
    display, token = paired()
    slide = slides(manifest(client, display, token), id=str(event.uuid))[0]
    assert slide["until"] >= int((start + timedelta(hours=3)).timestamp())
    with time_machine.travel(clock.now() + timedelta(days=4), tick=False):
        assert not slides(manifest(client, display, token), id=str(event.uuid))


def test_notice_stands_above_in_every_language(client: Client) -> None:
    event = factories.event()
    factories.notice(event, notice_kind="postponed")
    answer = manifest(client, *paired(languages=["ja", "fr"])).json()
    assert {notice["lang"]: notice["title"] for notice in answer["notices"]} == {"ja": "延期", "fr": "Reporté"}
    assert answer["notices"][0]["records"] == [str(event.uuid)]
    slide = next(slide for slide in answer["slides"] if slide["id"] == str(event.uuid))
    assert slide["state"]["status"] == "postponed"


def test_documents_are_read_in_one_statement() -> None:
    for number in range(3):
        factories.place(slug=f"place-{number}")
    factories.event()
    with CaptureQueriesContext(connection) as queries:
        found = selectors.sources(selectors.Programme(), languages=("ja", "en"), place=None, now=clock.now())
    assert len(queries) == 1
    assert len({source.uuid for source in found if source.rotates}) == 4


def test_nothing_leads_to_another_host(client: Client) -> None:
    factories.place()
    text = manifest(client, *paired()).content.decode()
    assert set(re.findall(r"https?://([^/\"\\]+)", text)) <= {"testserver", "www.w3.org"}
    assert "@ORIGIN@" not in text


def test_manifest_is_what_its_schema_says(client: Client) -> None:
    place = factories.place()
    factories.event(dates=[(clock.now() + timedelta(days=2), None)])
    factories.item()
    factories.tour(stops=[place])
    factories.notice(place, notice_kind="closed")
    PublishedThing.objects.filter(uuid=place.uuid).update(windows=[[1, 2, None]])
    answer = manifest(client, *paired()).json()
    assert {slide["kind"] for slide in answer["slides"]} == {"place", "event", "item", "board"}
    validator("sign_manifest").validate(answer)


def test_model_turns_when_the_pipeline_has_made_its_frames(client: Client) -> None:
    frames = [storages["public"].save(f"assets/{n:02d}.webp", ContentFile(f"frame {n}".encode())) for n in range(3)]
    item = factories.item()
    for document in PublishedDocument.objects.filter(thing_id=item.uuid):
        medium = {"role": "turntable", "frames": [f"@ORIGIN@/media/{name}" for name in frames]}
        document.full = orjson.dumps(orjson.loads(bytes(document.full)) | {"media": [medium]})
        document.save()
    answer = manifest(client, *paired())
    art = slides(answer, id=str(item.uuid), lang="ja")[0]["art"]
    assert (art["type"], art["urls"]) == ("turntable", [f"/media/{name}" for name in frames])
    assert set(art["urls"]) <= {file["url"] for file in answer.json()["files"]}
    still = manifest(client, *paired(playlist=Playlist.objects.create(name="still", turntable=False)))
    assert slides(still, id=str(item.uuid), lang="ja")[0]["art"]["type"] == "none"
