"""Blocks of a body: what an editor may enter, what a document holds, what the picker shows."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.test import Client, RequestFactory
from django.utils import translation
from wagtail.images.tests.utils import get_test_image_file

from cms.media.models import KakuzanDocument, KakuzanImage
from cms.pages.blocks import BodyBlock
from cms.pages.things import PageThing, Telling
from cms.records.documents import Draft
from cms.records.models import Record
from cms.records.preview import preview_context
from tests import factories
from tests.cms.pages import pages

pytestmark = pytest.mark.django_db
BODY = BodyBlock()


@pytest.fixture
def image() -> KakuzanImage:
    return KakuzanImage.objects.create(
        title="備中櫓",
        file=get_test_image_file(),
        alt={"ja": {"text": "白い櫓と石垣", "status": "reviewed"}},
        credit="津山市",
    )


@pytest.fixture
def draft() -> Draft:
    story = pages.story(live=False)
    return Draft(PageThing(story.translation_key, "story", "x", {"ja": Telling(story)}), "en")  # type: ignore[arg-type]


def published(name: str, value: Any, draft: Draft) -> Any:
    block = BODY.child_blocks[name]
    if isinstance(value, dict):
        value = {**block.get_default(), **value}
    with translation.override(draft.language):
        return block.document(block.normalize(value), draft)


def test_picture_needs_words_unless_it_says_nothing(image: KakuzanImage) -> None:
    block = BODY.child_blocks["image"]
    image.alt = {}
    image.save()
    with pytest.raises(ValidationError):
        block.clean(block.normalize({"image": image, "alt": ""}))
    with pytest.raises(ValidationError):
        block.clean(block.normalize({"image": image, "alt": "備中櫓"}))
    assert block.clean(block.normalize({"image": image, "alt": "", "decorative": True}))["image"] == image
    assert block.clean(block.normalize({"image": image, "alt": "白い櫓"}))["alt"] == "白い櫓"


def test_picture_takes_alt_and_credit_from_the_image(image: KakuzanImage, draft: Draft) -> None:
    found = published("image", {"image": image, "caption": "復元された櫓"}, draft)["value"]
    assert (found["image"]["alt"], found["image"]["alt_lang"], found["credit"]) == ("白い櫓と石垣", "ja", "津山市")
    assert f"image:{image.pk}" in draft.depends_on


def test_gallery_holds_each_picture_with_its_caption(image: KakuzanImage, draft: Draft) -> None:
    found = published("gallery", [{"image": image, "caption": "東"}, {"image": image, "caption": "西"}], draft)["value"]
    assert [row["caption"] for row in found] == ["東", "西"]


def test_map_gives_positions_and_leaves_out_what_is_not_public(draft: Draft) -> None:
    castle, hidden = factories.place(), factories.place("hidden", live=False)
    chosen = [Record.objects.get(pk=place.uuid) for place in (castle, hidden)]
    found = published("map", {"title": "", "records": chosen}, draft)["value"]["records"]
    assert [(row["slug"], row["position"]["lat"]) for row in found] == [("tsuyama-castle", 35.0628)]
    assert {f"record:{castle.uuid}", f"record:{hidden.uuid}"} <= draft.depends_on


def test_model_appears_once_the_record_has_one(draft: Draft) -> None:
    castle = factories.place()
    record = Record.objects.get(pk=castle.uuid)
    assert published("model", {"record": record}, draft) is None
    asset = "5b1c8f0e-3f0a-5a5e-9d42-8f0a3c1d2e4f"
    type(castle).objects.filter(pk=castle.pk).update(asset=asset)
    assert published("model", {"record": record}, draft)["value"]["asset"] == asset


def test_card_takes_no_notice() -> None:
    block = BODY.child_blocks["record"].child_blocks["record"]
    record = Record.objects.create(kind="notice", slug="closed")
    with pytest.raises(ValidationError):
        block.clean(record)


def test_recording_is_copied_to_a_public_name_and_other_files_are_refused(draft: Draft) -> None:
    sound = KakuzanDocument.objects.create(title="鐘", file=ContentFile(b"ID3", "bell.mp3"))
    found = published("audio", {"title": "鐘", "file": sound, "transcript": "鐘の音。"}, draft)["value"]
    assert found["url"].startswith("@ORIGIN@/media/sound/") and found["url"].endswith(".mp3")
    assert found["type"] == "audio/mpeg"
    block = BODY.child_blocks["audio"]
    paper = KakuzanDocument.objects.create(title="紙", file=ContentFile(b"%PDF", "paper.pdf"))
    with pytest.raises(ValidationError):
        block.clean(block.normalize({"title": "紙", "file": paper, "transcript": "文"}))


@pytest.mark.parametrize(
    ("address", "held"),
    [
        ("/places/tsuyama-castle/", "@ORIGIN@/en/places/tsuyama-castle/"),
        ("/ja/places/tsuyama-castle/", "@ORIGIN@/ja/places/tsuyama-castle/"),
        ("https://www.city.tsuyama.lg.jp/", "https://www.city.tsuyama.lg.jp/"),
    ],
)
def test_action_leads_where_the_editor_said_in_the_readers_language(address: str, held: str, draft: Draft) -> None:
    assert published("action", {"label": "見る", "url": address}, draft)["value"]["url"] == held


@pytest.mark.parametrize("address", ["javascript:alert(1)", "//evil.example/", "data:text/html,x", "/\\evil.example"])
def test_action_refuses_addresses_that_lead_elsewhere_than_they_say(address: str, draft: Draft) -> None:
    block = BODY.child_blocks["action"]
    with pytest.raises(ValidationError):
        block.clean(block.normalize({"label": "見る", "url": address}))
    assert published("action", {"label": "見る", "url": address}, draft) is None


def test_link_to_a_page_gets_its_published_address_and_none_while_it_is_a_draft(draft: Draft) -> None:
    other = pages.story("bells")
    html = f'<p><a linktype="page" id="{other.pk}">鐘</a></p>'
    assert 'href="@ORIGIN@/ja/stories/bells/"' in published("text", html, draft)["html"]
    other.unpublish()
    assert "href" not in published("text", html, draft)["html"]


@pytest.mark.parametrize("name", list(BODY.child_blocks))
def test_every_block_says_what_it_is_for(name: str) -> None:
    meta = BODY.child_blocks[name].meta
    assert meta.icon and str(meta.label) and str(meta.description)


@pytest.mark.parametrize("name", list(BODY.child_blocks))
def test_every_block_has_a_preview_in_the_picker(name: str, admin_client: Client, image: KakuzanImage) -> None:
    factories.place()
    block = BODY.child_blocks[name]
    assert block.is_previewable
    answer = admin_client.get(f"/admin/block-preview/?id={block.definition_prefix}")
    assert answer.status_code == 200
    assert '<main class="wrap' in answer.content.decode()


def test_blocks_stay_out_of_migrations() -> None:
    from cms.pages.models import StoryPage

    _name, _path, args, kwargs = StoryPage._meta.get_field("body").deconstruct()
    assert args == [] and "block_lookup" not in kwargs


def test_preview_of_a_draft_needs_no_published_version() -> None:
    story = pages.story(live=False)
    from cms.pages.things import previewed

    shown = preview_context(previewed(story), RequestFactory().get("/"), "ja")
    assert shown["document"]["name"] == pages.TITLE
