"""Stories in the admin, by the addresses that a browser uses."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from cms.pages.models import StoryPage
from cms.publishing.services import drain
from cms.records.models import Record
from tests import factories
from tests.cms.pages import pages

pytestmark = pytest.mark.django_db


def posted(**members: Any) -> dict[str, Any]:
    body = members.pop(
        "body", [("text", rich_text("<p>石垣の城</p>", features=["h2", "h3", "bold", "italic", "ol", "ul", "link"]))]
    )
    texts = {
        "title": "石垣を歩く",
        "slug": "walking",
        "short": "三つの積み方",
        "lead": "",
        "reading": "いしがきをあるく",
    }
    others = {
        "cover": "",
        "date": "",
        "sources": "",
        "rank": "100",
        "search_description": "",
        "go_live_at": "",
        "expire_at": "",
    }
    return nested_form_data({**texts, **others, **members, "body": streamfield(body), "comments": inline_formset([])})


def test_editor_makes_and_publishes_a_story(admin_client: Client) -> None:
    place = factories.place()
    card = ("record", {"record": str(place.uuid), "note": "ここから"})
    text = ("text", rich_text("<p>石垣の城</p>"))
    data = posted(body=[text, card]) | {"action-publish": "1"}
    answer = admin_client.post(f"/admin/pages/add/cms_pages/storypage/{pages.home().pk}/", data)
    assert answer.status_code == 302, answer.context["form"].errors
    drain()
    page = admin_client.get("/ja/stories/walking/").content.decode()
    assert "石垣の城" in page and "津山城" in page


def test_story_with_a_card_can_be_opened_again(admin_client: Client) -> None:
    record = Record.objects.get(pk=factories.place().uuid)
    page = pages.story(body=[("record", {"record": record, "note": ""})])
    html = admin_client.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    assert str(record.pk) in html


def test_slug_of_the_site_is_refused_in_the_form(admin_client: Client) -> None:
    answer = admin_client.post(f"/admin/pages/add/cms_pages/storypage/{pages.home().pk}/", posted(slug="places"))
    assert answer.status_code == 200 and "slug" in answer.context["form"].errors
    assert not StoryPage.objects.exists()


def test_preview_in_the_admin_is_the_visitors_page(admin_client: Client) -> None:
    page = pages.story(live=False)
    address = f"/admin/pages/{page.pk}/edit/preview/"
    assert json.loads(admin_client.post(address, posted(title="石垣の夜")).content)["is_valid"]
    shown = admin_client.get(address).content.decode()
    assert "石垣の夜" in shown


def test_revisions_of_a_story_compare(admin_client: Client) -> None:
    page = pages.story()
    page.short = "新しい見かた"
    page.save_revision()
    answer = admin_client.get(f"/admin/pages/{page.pk}/revisions/compare/earliest...latest/")
    assert answer.status_code == 200 and "新しい" in answer.content.decode()
