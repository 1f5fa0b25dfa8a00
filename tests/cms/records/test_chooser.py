"""The chooser of records of any kind."""

from __future__ import annotations

import pytest
from django.test import Client
from wagtail.admin.panels import FieldPanel, InlinePanel, ObjectList

from cms.records.chooser import RecordChooserWidget
from cms.records.finding import named
from cms.records.models import Record
from tests import factories
from tests.cms.pages import pages
from tours.models import Place

pytestmark = pytest.mark.django_db
MODAL, RESULTS = "/admin/records/choose/", "/admin/records/choose/results/"


def test_modal_offers_every_kind_with_a_page(admin_client: Client) -> None:
    factories.place()
    pages.story()
    html = admin_client.get(MODAL).json()["html"]
    assert "津山城" in html and pages.TITLE in html
    assert 'value="notice"' not in html


def test_modal_of_a_field_that_takes_places_offers_nothing_else(admin_client: Client) -> None:
    factories.place()
    pages.story()
    answer = admin_client.get(RESULTS, {"kinds": "place,event"}).content.decode()
    assert "津山城" in answer and pages.TITLE not in answer
    assert "kinds=place%2Cevent" in RecordChooserWidget(accepts=("place", "event")).get_chooser_modal_url()


@pytest.mark.parametrize("query", ["津山城", "つやまじょう", "ツヤマ", "tsuyama castle", "tsuyama-c"])
def test_finds_by_name_reading_and_address(query: str, admin_client: Client) -> None:
    factories.place()
    factories.place("station", name={"ja": "駅前広場"}, reading="えきまえ")
    answer = admin_client.get(RESULTS, {"q": query}).content.decode()
    assert "津山城" in answer and "駅前広場" not in answer


def test_drafts_are_found_and_said_to_be_drafts() -> None:
    place = factories.place(live=False)
    assert named("津山城") == [place.uuid]


def test_chosen_record_comes_back_with_its_kind(admin_client: Client) -> None:
    place = factories.place()
    chosen = admin_client.get(f"/admin/records/choose/chosen/{place.uuid}/").json()["result"]
    assert chosen["id"] == str(place.uuid)
    assert RecordChooserWidget().get_display_title(Record.objects.get(pk=place.uuid)).startswith("津山城 (")


def test_relations_of_records_use_the_chooser() -> None:
    form = ObjectList([InlinePanel("relations", [FieldPanel("record")])]).bind_to_model(Place).get_form_class()
    child = form(instance=Place()).formsets["relations"].empty_form
    assert isinstance(child.fields["record"].widget, RecordChooserWidget)
