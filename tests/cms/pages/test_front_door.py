"""What editors put on the home page, as visitors and as editors in a preview see it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client, RequestFactory
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import PageViewRestriction

from cms.media.models import KakuzanImage
from cms.pages.front_door import _kept, front_door
from cms.records.models import Record
from tests import factories
from tests.cms.pages import pages

pytestmark = pytest.mark.django_db
LEAD = "石垣から町並みへ、歩いて一日。"


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """Tests share ids; what one of them wrote must not be read by the next."""
    _kept.cache_clear()


def written(code: str = "ja", **members: Any) -> Any:
    home = pages.home(code)
    for name, value in members.items():
        setattr(home, name, value)
    return pages.publish(home)


def card(place: Any) -> list[tuple[str, Any]]:
    return [("record", {"record": Record.objects.get(pk=place.uuid), "note": "まずここから"})]


def test_an_empty_home_page_leaves_the_picture_of_the_season(client: Client) -> None:
    html = client.get("/ja/").content.decode()
    assert "castle-tall" in html
    assert 'class="wrap welcome"' not in html


def test_a_reader_without_an_own_text_gets_the_next_language_and_is_told_which(client: Client) -> None:
    written(lead=LEAD)
    assert f'<p class="wrap welcome">{LEAD}</p>' in client.get("/ja/").content.decode()
    assert f'<p class="wrap welcome" lang="ja">{LEAD}</p>' in client.get("/fr/").content.decode()
    written("en", lead="From stone walls to old streets.")
    assert "From stone walls to old streets." in client.get("/fr/").content.decode()


def test_the_editors_picture_takes_the_place_of_the_season(client: Client) -> None:
    image = KakuzanImage.objects.create(
        title="備中櫓", file=get_test_image_file(), alt={"ja": {"text": "白い櫓と石垣", "status": "reviewed"}}
    )
    written(cover=image)
    html = client.get("/ja/").content.decode()
    assert 'alt="白い櫓と石垣"' in html
    assert "castle-tall" not in html


def test_a_card_follows_its_record_into_the_readers_language_and_out_of_sight(client: Client) -> None:
    place = factories.place(name={"ja": "津山城", "en": "Tsuyama Castle"})
    written(body=card(place))
    html = client.get("/en/").content.decode()
    assert 'href="/en/places/tsuyama-castle/"' in html.split('id="near"')[0]
    place.unpublish()
    pages.drain()
    assert "tsuyama-castle" not in client.get("/en/").content.decode().split('id="near"')[0]


def test_a_draft_is_seen_in_the_preview_alone(client: Client, rf: RequestFactory) -> None:
    home = pages.home()
    home.lead = LEAD
    home.save_revision()
    assert LEAD not in client.get("/ja/").content.decode()
    shown = home.get_latest_revision_as_object().serve_preview(rf.get("/ja/"), "")
    assert LEAD in shown.content.decode()
    assert 'id="near"' in shown.content.decode(), "the sections that find themselves stand below, as on the real page"


def test_a_private_home_page_tells_nothing() -> None:
    home = written(lead=LEAD)
    PageViewRestriction.objects.create(page=home, restriction_type="login")
    assert front_door("ja").lead == ""


def test_what_does_not_change_is_read_once(django_assert_num_queries: Any) -> None:
    written(lead=LEAD, body=card(factories.place()))
    front_door("ja")
    with django_assert_num_queries(3):
        assert front_door("ja").lead == LEAD
