"""contract.md 2: pages, as a browser and a crawler meet them. Each page's own content is tested in tests/cms/frontend."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from tests import factories

CODES = ["ja", "en", "zh-hans", "zh-hant", "ko", "fr", "ja-x-easy"]
PAGES = ["", "places/", "items/", "events/", "tours/", "stories/", "map/", "search/?q=城", "trip/"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def castle() -> Any:
    """津山城 with text in Japanese and English only."""
    return factories.place(ucode="00001c000000000000000000000000ff")


@pytest.mark.parametrize("header", ["", "de", "xx,,;q=", "*;q=0", "a" * 3000])
def test_the_door_is_never_an_error(client: Client, header: str) -> None:
    answer = client.get("/", headers={"Accept-Language": header})
    assert (answer.status_code, answer["Location"], answer["Vary"]) == (302, "/en/", "Accept-Language")


@pytest.mark.parametrize("page", PAGES)
def test_pages_hold_no_foreign_script_no_cookie_and_no_form_that_writes(client: Client, castle: Any, page: str) -> None:
    answer = client.get(f"/ja-x-easy/{page}")
    html = answer.content.decode()
    policy = dict(part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";"))
    assert (policy["default-src"], policy["script-src"]) == ("'self'", "'self' 'wasm-unsafe-eval'")
    assert "http" not in answer["Content-Security-Policy"]
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    assert 'method="post"' not in html
    assert '<html lang="ja-x-easy">' in html
    assert 'hreflang="ja-x-easy" href="http' not in html
    assert answer["Content-Language"] == "ja-x-easy"


@pytest.mark.parametrize(
    "accept", ["image/png", "application/xml", "application/lido+xml", "text/html;q=0", "nonsense", ";;;", "*/*;q=0"]
)
def test_identity_refuses_what_it_has_not_with_the_list(client: Client, castle: Any, accept: str) -> None:
    answer = client.get(f"/id/{castle.uuid}", headers={"Accept": accept})
    assert (answer.status_code, answer["Content-Type"]) == (406, "application/problem+json")
    assert {"type", "title", "status", "detail", "errors"} <= set(answer.json())
    assert answer.json()["accepted"] == ["text/html", "application/json"]
    assert {"Accept", "Accept-Language"} <= set(answer["Vary"].split(", "))


def test_a_ucode_in_any_case_leads_on_and_a_malformed_one_is_missing(client: Client, castle: Any) -> None:
    for written in (castle.ucode, castle.ucode.upper()):
        answer = client.get(f"/ucode/{written}", headers={"Accept-Language": "ko"})
        assert (answer.status_code, answer["Location"]) == (302, "/ko/places/tsuyama-castle/")
        assert "Accept-Language" in answer["Vary"]
    for written in ("0" * 32, "g" * 32, castle.ucode[1:], "%00"):
        assert client.get(f"/ucode/{written}").status_code == 404


def test_the_sitemap_names_one_of_every_language_and_alternates_leave_easy_japanese_out(
    client: Client, castle: Any
) -> None:
    listed = re.findall(
        r"<loc>http://testserver/([a-z-]+)/sitemap.xml</loc>", client.get("/sitemap.xml").content.decode()
    )
    assert listed == CODES
    for code in CODES:
        assert 'hreflang="ja-x-easy"' not in client.get(f"/{code}/sitemap.xml").content.decode()


@pytest.mark.parametrize("code", CODES)
def test_gone_and_missing_speak_the_visitors_language(client: Client, castle: Any, code: str) -> None:
    castle.unpublish()
    gone = client.get(f"/{code}/places/tsuyama-castle/")
    by_number = client.get(f"/id/{castle.uuid}", headers={"Accept-Language": code})
    missing = client.get(f"/{code}/places/never-was/")
    assert (gone.status_code, by_number.status_code, missing.status_code) == (410, 410, 404)
    for_programs = client.get(f"/id/{castle.uuid}", headers={"Accept": "application/json"})
    assert (for_programs.status_code, for_programs["Content-Type"]) == (410, "application/problem+json")
    for answer in (gone, by_number, missing):
        assert f'<html lang="{code}">' in answer.content.decode()


@pytest.mark.parametrize("address", ["/id/", "/ucode/", "/media/", "/static/", "/ja/places/", "/ja/search/?q=", "/"])
def test_a_null_byte_is_no_fault_of_ours(client: Client, address: str) -> None:
    assert client.get(f"{address}%00").status_code < 500


@pytest.mark.parametrize("path", ["/", "/ja/", f"/id/{uuid4()}", "/robots.txt", "/sitemap.xml", "/healthz/live"])
def test_what_is_read_takes_no_post(client: Client, path: str) -> None:
    answer = client.post(path)
    assert (answer.status_code, "GET" in answer["Allow"]) == (405, True)


def test_the_players_worker_stays_below_signage(client: Client) -> None:
    answer = client.get("/signage/sw.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert "Service-Worker-Allowed" not in answer, "its scope is the folder it stands in"
