"""Texts travel compressed and keep a strong ETag."""

from __future__ import annotations

import gzip

import pytest
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.test import Client
from django.urls import path

TEXT = "鶴山公園の桜は四月上旬に見頃をむかえます。" * 60


def article(request: HttpRequest) -> HttpResponse:
    if '"abc"' in request.headers.get("If-None-Match", ""):
        return HttpResponseNotModified(headers={"ETag": '"abc"'})
    return HttpResponse(TEXT, headers={"ETag": '"abc"'})


def short(request: HttpRequest) -> HttpResponse:
    return HttpResponse("桜")


def picture(request: HttpRequest) -> HttpResponse:
    return HttpResponse(b"\xff\xd8" * 4000, content_type="image/jpeg")


urlpatterns = [path("ja/", article), path("short/", short), path("media/a.jpg", picture), path("admin/", article)]
pytestmark = pytest.mark.urls("tests.cms.http.test_compression")


def get(address: str, **headers: str) -> HttpResponse:
    return Client().get(address, headers=headers)


def test_a_long_text_is_compressed_for_those_who_take_it() -> None:
    answer = get("/ja/", accept_encoding="br, gzip")
    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.content).decode() == TEXT
    assert int(answer.headers["Content-Length"]) == len(answer.content) < len(TEXT.encode()) / 4
    assert answer.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("accepted", ["", "br", "gzip;q=0", "identity, gzip; q=0.0"])
def test_others_get_it_plain_and_caches_are_told_that_it_varies(accepted: str) -> None:
    answer = get("/ja/", accept_encoding=accepted)
    assert "Content-Encoding" not in answer.headers
    assert answer.content.decode() == TEXT
    assert answer.headers["Vary"] == "Accept-Encoding"


def test_both_forms_have_strong_etags_of_their_own_and_each_is_recognised() -> None:
    plain, packed = get("/ja/").headers["ETag"], get("/ja/", accept_encoding="gzip").headers["ETag"]
    assert (plain, packed) == ('"abc"', '"abc-gz"')
    again = get("/ja/", accept_encoding="gzip", if_none_match=packed)
    assert (again.status_code, again.headers["ETag"]) == (304, packed)
    assert get("/ja/", if_none_match=plain).headers["ETag"] == plain


def test_what_is_short_or_packed_already_stays_as_it_is() -> None:
    assert "Content-Encoding" not in get("/short/", accept_encoding="gzip").headers
    assert "Content-Encoding" not in get("/media/a.jpg", accept_encoding="gzip").headers


@pytest.mark.django_db
def test_pages_with_secrets_are_never_compressed() -> None:
    assert "Content-Encoding" not in get("/admin/", accept_encoding="gzip").headers


def test_the_same_text_gives_the_same_bytes() -> None:
    assert get("/ja/", accept_encoding="gzip").content == get("/ja/", accept_encoding="gzip").content
