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
