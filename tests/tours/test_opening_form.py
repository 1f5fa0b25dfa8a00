"""The curator's form of an opening rule."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from cms.users.models import User
from tests import factories
from tours.opening_form import OpeningWidget

pytestmark = pytest.mark.django_db

MONDAYS = {
    "kind": "hours",
    "hours": [
        {"days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "spans": [{"opens": "09:00", "closes": "17:00"}]}
    ],
    "closed_weekdays": [{"days": ["mon"], "if_holiday": "shift_to_next_non_holiday"}],
}


@pytest.fixture
def curator(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("curator", "curator@example.org", "a-long-password"))
    return client


def test_rule_is_said_in_words_with_the_next_two_weeks(curator: Client) -> None:
    said = curator.post("/admin/opening/preview/", {"rule": json.dumps(MONDAYS)}).json()
    assert len(said["days"]) == 14
    assert any("月曜" in sentence for sentence in said["sentences"])
    assert {row["hours"] for row in said["days"]} >= {"9:00〜17:00"}


@pytest.mark.parametrize("rule", ["{", json.dumps({"kind": "hours", "hours": [{"days": ["noday"]}]})])
def test_wrong_rule_is_told_what_is_wrong(curator: Client, rule: str) -> None:
    assert curator.post("/admin/opening/preview/", {"rule": rule}).json()["errors"]


def test_form_of_a_place_holds_the_rule_as_data(curator: Client) -> None:
    place = factories.place(opening=MONDAYS)
    page = curator.get(f"/admin/snippets/tours/place/edit/{place.pk}/").content.decode()
    assert "data-opening" in page
    assert "shift_to_next_non_holiday" in page


def test_empty_rule_is_an_empty_box() -> None:
    assert OpeningWidget().format_value("null") == ""
