"""Headers: language, ETag, 304, caching, CORS."""

from __future__ import annotations

import pytest
import time_machine
from django.test import Client

from tests import factories
from tests.api.conftest import Ask

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("header", "given"),
    [
        ("ko,ja;q=0.5", "ko"),
        ("zh-TW", "zh-hant"),
        ("de", "en"),
        ("", "en"),
        ("ja-x-easy", "ja-x-easy"),
        ("*;q=x,,;", "en"),
    ],
)
def test_without_lang_the_browser_decides(ask: Ask, header: str, given: str) -> None:
    answer = ask("/places", language=header)
    assert (answer.status_code, answer["Content-Language"]) == (200, given)
    assert "Accept-Language" in answer["Vary"]


def test_lang_wins_over_the_browser_in_any_case(ask: Ask) -> None:
    assert ask("/places?lang=FR", language="ja")["Content-Language"] == "fr"


def test_unknown_lang_is_refused_by_name(ask: Ask) -> None:
    answer = ask("/places?lang=de")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == "lang"


def test_list_keeps_the_language_asked_for_and_rows_their_own(ask: Ask) -> None:
    factories.place()
    answer = ask("/places?lang=ko")
    assert (answer["Content-Language"], answer.json()["results"][0]["lang"]) == ("ko", "en")


def test_detail_names_the_language_given(ask: Ask) -> None:
    place = factories.place()
    answer = ask(f"/places/{place.uuid}?lang=ko")
    assert (answer["Content-Language"], answer.json()["lang"]) == ("en", "en")


@pytest.mark.parametrize(
    "path", ["/places?lang=ja", "/places/tsuyama-castle?lang=ja", "/during/alerts", "/languages", "/changes"]
)
def test_known_etag_answers_304_with_the_same_headers(ask: Ask, path: str) -> None:
    factories.place()
    with time_machine.travel("2026-11-22T16:00:10+09:00", tick=False):
        first = ask(path)
        again = ask(path, known=f'"other", W/{first["ETag"]}')
    assert (again.status_code, again.content) == (304, b"")
    for header in ("ETag", "Vary", "Content-Language", "Cache-Control", "Access-Control-Allow-Origin"):
        assert again[header] == first[header]


def test_etag_is_strong_and_different_per_language_and_query(ask: Ask) -> None:
    factories.place()
    paths = ["/places?lang=ja", "/places?lang=en", "/places?lang=ja&near=35.0,134.0", "/places?lang=ko"]
    etags = [ask(path)["ETag"] for path in paths]
    assert len(set(etags)) == len(paths)
    assert all(etag.startswith('"') for etag in etags)


def test_etag_with_opening_states_moves_with_the_minute(ask: Ask) -> None:
    factories.place()
    etags = []
    for second in ("16:00:10", "16:00:50", "16:01:10"):
        with time_machine.travel(f"2026-11-22T{second}+09:00", tick=False):
            etags.append(ask("/places?lang=ja")["ETag"])
    assert etags[0] == etags[1] != etags[2]


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/places", 30),
        ("/places/tsuyama-castle", 30),
        ("/during/nearby?lat=35.06&lon=134", 30),
        ("/items", 60),
        ("/during/alerts", 10),
    ],
)
def test_answers_are_kept_no_longer_than_they_are_true(ask: Ask, path: str, most: int) -> None:
    factories.place()
    assert ask(path)["Cache-Control"] == f"public, max-age={most}"


def test_head_has_the_headers_of_get(client: Client) -> None:
    factories.place()
    with time_machine.travel("2026-11-22T16:00:10+09:00", tick=False):
        get, head = client.get("/api/v1/places?lang=ja"), client.head("/api/v1/places?lang=ja")
    assert (head.status_code, head.content) == (200, b"")
    assert head["ETag"] == get["ETag"]


def test_no_answer_sets_a_cookie_or_allows_credentials(ask: Ask) -> None:
    answer = ask("/places")
    assert not answer.cookies
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer
