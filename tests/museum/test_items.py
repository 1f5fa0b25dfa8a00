"""Collection items in their first form."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from museum.models import accession_key
from tests import factories

pytestmark = pytest.mark.django_db


def test_storage_location_is_in_no_document(client: Client) -> None:
    item = factories.item(storage_location="収蔵庫B-12")
    assert "B-12" not in client.get(f"/api/v1/items/{item.uuid}?lang=ja").content.decode()


def test_item_names_where_it_is_shown_while_that_place_is_public(client: Client) -> None:
    museum = factories.place("tsuyama-city-museum", name={"ja": "津山郷土博物館"})
    item = factories.item(display_place_id=museum.uuid)
    assert client.get(f"/api/v1/items/{item.uuid}?lang=ja").json()["display"]["place"]["name"] == "津山郷土博物館"
    museum.unpublish()
    from cms.publishing.services import drain

    drain()
    assert client.get(f"/api/v1/items/{item.uuid}?lang=ja").json()["display"] is None


def test_accession_numbers_match_over_widths() -> None:
    assert accession_key("ＴＣＭ－００１２ ａ") == "tcm-0012a"


def test_latest_year_before_earliest_is_refused() -> None:
    with pytest.raises(ValidationError):
        factories.item(live=False, date_earliest=1700, date_latest=1600)


@pytest.mark.parametrize("query", ["慶長9年", "1604", "慶長九年頃", "津山市教育委員会", "第二展示室"])
def test_date_holder_and_gallery_of_an_item_are_searched(client: Client, query: str) -> None:
    museum = factories.place("tsuyama-city-museum", name={"ja": "津山郷土博物館"})
    factories.item(
        "sword",
        date_text={"ja": "慶長9年頃"},
        credit={"ja": "津山市教育委員会蔵"},
        display_gallery={"ja": "第二展示室"},
        display_place_id=museum.uuid,
    )
    answer = client.get("/api/v1/search", {"q": query, "lang": "ja"})
    assert [row["slug"] for row in answer.json()["results"]] == ["sword"]
