"""A story on its way from the editor to every reader."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import orjson
import pytest
from django.core.exceptions import ValidationError
from django.test import Client, RequestFactory
from wagtail.models import PageViewRestriction

from cms import clock
from cms.publishing.models import Outbox, PublishedDocument, PublishedThing
from cms.publishing.services import drain
from cms.records.models import Record
from tests import factories
from tests.cms.pages import pages

pytestmark = pytest.mark.django_db


def document(page: Any, lang: str = "ja") -> dict[str, Any]:
    return orjson.loads(bytes(PublishedDocument.objects.get(thing_id=page.translation_key, lang=lang).full))


def languages(page: Any) -> set[str]:
    return set(PublishedDocument.objects.filter(thing_id=page.translation_key).values_list("lang_given", flat=True))


def test_draft_story_reaches_nobody_but_has_its_record() -> None:
    page = pages.story(live=False)
    drain()
    assert not PublishedThing.objects.exists()
    assert Record.objects.get(pk=page.translation_key).live is False


def test_published_story_is_a_document_in_all_languages() -> None:
    page = pages.story(
        body=pages.text("<h2>打込接</h2><p>石の隙間に<b>間詰石</b>を詰める。</p>"), reading="いしがきをよむ"
    )
    told = document(page, "fr")
    assert (told["id"], told["kind"], told["slug"], told["name"]) == (
        str(page.translation_key),
        "story",
        "stone-walls",
        pages.TITLE,
    )
    assert (told["lang"], told["languages"], told["reading"]) == ("ja", ["ja"], "いしがきをよむ")
    assert told["blocks"] == [{"type": "text", "html": "<h2>打込接</h2><p>石の隙間に<b>間詰石</b>を詰める。</p>"}]
    assert told["url"] == "@ORIGIN@/fr/stories/stone-walls/"


def test_story_is_in_the_api(client: Client) -> None:
    page = pages.story()
    assert client.get(f"/api/v1/stories/{page.translation_key}?lang=ja").json()["name"] == pages.TITLE


def test_scripts_of_an_editor_reach_nobody() -> None:
    page = pages.story(
        body=pages.text('<p onclick="x()">石垣<script>alert(1)</script><a href="javascript:x()">城</a></p>')
    )
    assert document(page)["blocks"][0]["html"] == '<p>石垣<a rel="noopener nofollow">城</a></p>'


def test_translation_written_by_hand_is_own_text() -> None:
    page = pages.story()
    pages.in_language(page, "en", title="Reading the walls", short="How to look at the walls")
    assert (document(page, "en")["name"], document(page, "en")["lang_status"]) == ("Reading the walls", "reviewed")
    assert document(page, "ko")["lang"] == "en"


def test_translation_that_localize_published_with_source_words_is_no_own_text() -> None:
    page = pages.story()
    pages.translated(page, "en")
    assert languages(page) == {"ja"}


def test_translation_counts_when_its_last_segment_is_there() -> None:
    page = pages.story(lead="城の石垣には三つの積み方がある。")
    translation = pages.translated(page, "en")
    pages.translate(translation, only=2)
    assert languages(page) == {"ja"}
    pages.translate(translation, texts={pages.TITLE: "Reading the walls"})
    assert document(page, "en")["name"] == "Reading the walls"
    assert document(page, "en")["lang_status"] == "reviewed"


def test_machine_translation_says_so() -> None:
    page = pages.story()
    pages.translate(pages.translated(page, "en"), machine=True)
    assert document(page, "en")["lang_status"] == "machine"


def test_translation_is_stale_once_its_source_was_published_anew() -> None:
    page = pages.story()
    pages.translate(pages.translated(page, "en"))
    assert document(page, "en")["stale"] is False
    page.short = "石垣の新しい見かた"
    pages.publish(page)
    assert document(page, "en")["stale"] is True
    assert document(page, "ja")["stale"] is False


def test_unpublishing_one_language_takes_it_at_once() -> None:
    page = pages.story()
    english = pages.in_language(page, "en", title="Reading the walls", short="How to look")
    english.unpublish()
    assert languages(page) == {"ja"}


def test_language_that_stands_alone_is_what_every_reader_gets(client: Client) -> None:
    page = pages.story()
    pages.in_language(page, "ko", title="돌담을 읽다", short="쓰야마성 돌담 보는 법")
    page.unpublish()
    drain()
    assert languages(page) == {"ko"}
    told = document(page, "fr")
    assert (told["name"], told["lang"], told["languages"]) == ("돌담을 읽다", "ko", ["ko"])
    assert 'lang="ko"' in client.get("/ja/stories/stone-walls/").content.decode()


def test_unpublished_story_is_gone_at_once(client: Client) -> None:
    page = pages.story()
    page.unpublish()
    assert not PublishedDocument.objects.exists()
    assert client.get(f"/api/v1/stories/{page.translation_key}").status_code == 410


def test_deleted_story_leaves_a_withdrawn_record() -> None:
    page = pages.story()
    page.delete()
    assert PublishedThing.objects.get(uuid=page.translation_key).withdrawn_at is not None
    assert Record.objects.get(pk=page.translation_key).withdrawn_at is not None


def test_private_page_above_takes_all_stories_below_and_gives_them_back() -> None:
    above = pages.topic()
    page = pages.story(parent=above)
    restriction = PageViewRestriction.objects.create(page=above, restriction_type=PageViewRestriction.LOGIN)
    assert not PublishedDocument.objects.exists()
    drain()
    assert not PublishedDocument.objects.exists()
    restriction.delete()
    drain()
    assert languages(page) == {"ja"}


def test_outbox_knows_of_privacy_before_the_restriction_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    page = pages.story()
    monkeypatch.setattr("cms.pages.receivers.settle_below", lambda page, reason: None)
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert Outbox.objects.filter(uuid=page.translation_key).exists()
    drain()
    assert not PublishedDocument.objects.filter(thing_id=page.translation_key).exists()


def test_moved_under_a_private_page_is_gone() -> None:
    above = pages.topic()
    PageViewRestriction.objects.create(page=above, restriction_type=PageViewRestriction.LOGIN)
    page = pages.story()
    page.move(above, pos="last-child")
    assert not PublishedDocument.objects.filter(thing_id=page.translation_key).exists()


def test_expiry_is_known_to_readers_before_the_scheduler_comes() -> None:
    expiry = clock.now() + timedelta(days=3)
    page = pages.story(expire_at=expiry)
    assert PublishedThing.objects.get(uuid=page.translation_key).visible_until == expiry


def test_topic_lists_its_public_stories_and_stories_name_their_topic() -> None:
    above = pages.topic()
    page = pages.story(parent=above)
    pages.story("draft", parent=above, live=False)
    assert [row["slug"] for row in document(above)["stories"]] == ["stone-walls"]
    assert document(page)["topic"]["url"] == "@ORIGIN@/ja/topics/castle/"


def test_record_card_comes_from_the_record_and_goes_with_it() -> None:
    place = factories.place()
    record = Record.objects.get(pk=place.uuid)
    page = pages.story(body=[("record", {"record": record, "note": "ここから"})])
    card = document(page, "en")["blocks"][0]["value"]
    assert (card["name"], card["note"], card["url"]) == (
        "Tsuyama Castle",
        "ここから",
        "@ORIGIN@/en/places/tsuyama-castle/",
    )
    assert document(page)["related"][0]["id"] == str(place.uuid)
    place.unpublish()
    drain()
    assert document(page)["blocks"] == []


def test_preview_is_the_document_that_publishing_writes() -> None:
    page = pages.story()
    page.title, page.draft_title = "石垣を歩く", "石垣を歩く"
    previewed = page.get_preview_context(RequestFactory().get("/"), "")["document"]
    pages.publish(page)
    written = document(page)
    assert {key: written[key] for key in previewed if key != "updated"} == {
        k: v for k, v in previewed.items() if k != "updated"
    }


@pytest.mark.parametrize("slug", ["places", "keep", "items", "stories", "en", "api"])
def test_page_may_not_take_an_address_of_the_site(slug: str) -> None:
    with pytest.raises(ValidationError) as refused:
        pages.story(slug, live=False)
    assert list(refused.value.message_dict) == ["slug"]


def test_slug_of_a_withdrawn_story_is_not_given_again() -> None:
    pages.story().delete()
    with pytest.raises(ValidationError) as refused:
        pages.story(live=False)
    assert list(refused.value.message_dict) == ["slug"]


def test_admin_leads_to_the_published_address() -> None:
    assert pages.story().get_url() == "/ja/stories/stone-walls/"
    assert pages.home("fr").get_url() == "/fr/"


def test_address_is_the_same_in_all_languages_and_follows_the_source() -> None:
    page = pages.story()
    translation = pages.translated(page, "en")
    assert translation.get_target_instance().slug == "stone-walls"
    page.slug = "castle-walls"
    pages.publish(page)
    translation.source.update_from_db()
    translation.refresh_from_db()
    pages.translate(translation)
    assert translation.get_target_instance().slug == "castle-walls"
    assert document(page, "en")["url"] == "@ORIGIN@/en/stories/castle-walls/"


def test_renamed_story_keeps_its_old_address(client: Client) -> None:
    page = pages.story()
    page.slug = "castle-walls"
    pages.publish(page)
    assert client.get("/ja/stories/stone-walls/")["Location"] == "/ja/stories/castle-walls/"


def test_a_story_ends_with_kindred_things_that_no_block_has_shown(client: Client) -> None:
    castle = factories.tag("castle", "城")
    shown = factories.place(tags=[castle])
    factories.place("innosho-castle", name={"ja": "院庄館跡"}, tags=[castle])
    page = pages.story(body=[("record", {"record": Record.objects.get(pk=shown.uuid), "note": ""})], live=False)
    page.tags.set([castle])
    pages.publish(page)
    related = client.get("/ja/stories/stone-walls/").content.decode().split('id="related"')[1]
    assert "/ja/places/innosho-castle/" in related
    assert "/ja/places/tsuyama-castle/" not in related


def test_a_story_has_its_short_text_in_lists(client: Client) -> None:
    pages.story()
    assert client.get("/api/v1/stories?lang=ja").json()["results"][0]["short"] == pages.SHORT
