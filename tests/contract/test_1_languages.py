"""contract.md 1: languages, as the API answers them."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests import factories

CODES = ["ja", "en", "zh-hans", "zh-hant", "ko", "fr", "ja-x-easy"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def castle() -> Any:
    """津山城 with text in Japanese and English only."""
    return factories.place()


@pytest.mark.parametrize("code", CODES)
def test_every_code_is_taken_in_any_case_and_named_in_content_language(client: Client, castle: Any, code: str) -> None:
    for written in (code, code.upper()):
        answer = client.get(f"/api/v1/places?lang={written}")
        assert (answer.status_code, answer["Content-Language"]) == (200, code)


def test_unknown_lang_is_a_400_that_names_it(client: Client) -> None:
    answer = client.get("/api/v1/places?lang=de")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == "lang"


@pytest.mark.parametrize("header", ["de", "de-DE,it;q=0.8", "", "xx,,;q=", "de;q=abc"])
def test_accept_language_with_none_of_ours_gets_english_and_is_no_error(
    client: Client, castle: Any, header: str
) -> None:
    answer = client.get(f"/api/v1/places/{castle.uuid}", headers={"Accept-Language": header})
    assert (answer.status_code, answer["Content-Language"]) == (200, "en")


@pytest.mark.parametrize(
    ("asked", "given"),
    [("ja", "ja"), ("en", "en"), ("zh-hans", "en"), ("zh-hant", "en"), ("ko", "en"), ("fr", "en"), ("ja-x-easy", "ja")],
)
def test_language_without_text_answers_200_with_the_fallback(
    client: Client, castle: Any, asked: str, given: str
) -> None:
    detail = client.get(f"/api/v1/places/{castle.uuid}?lang={asked}")
    assert (detail.status_code, detail["Content-Language"], detail.json()["lang"]) == (200, given, given)
    rows = client.get(f"/api/v1/places?lang={asked}")
    assert (rows["Content-Language"], rows.json()["results"][0]["lang"]) == (asked, given)
    assert rows.json()["results"][0]["lang_status"] in {"reviewed", "machine"}


def test_member_in_another_language_than_the_short_text_is_listed(client: Client) -> None:
    place = factories.place(address={"ja": "岡山県津山市山下"})
    body = client.get(f"/api/v1/places/{place.uuid}?lang=en").json()
    assert (body["lang"], body["member_langs"]["address"]) == ("en", "ja")
