"""Each room of addresses has the policy that its pages need, and no more."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from cms.http import headers


def plain(request: HttpRequest, **kwargs: str) -> HttpResponse:
    return HttpResponse("津山")


def with_video(request: HttpRequest) -> HttpResponse:
    return HttpResponse("映像", headers={"Content-Security-Policy": headers.with_frame("player.example.jp")})


urlpatterns = [path("ja/stories/fireworks/", with_video), path("<path:any>", plain)]
pytestmark = pytest.mark.urls("tests.cms.http.test_headers")


def policy(address: str) -> dict[str, str]:
    text = Client().get(address).headers["Content-Security-Policy"]
    return dict(part.strip().split(" ", 1) for part in text.split(";"))


def test_a_page_takes_scripts_from_us_alone_and_may_compile_webassembly() -> None:
    found = policy("/ja/places/tsuyama-castle/")
    assert found["script-src"] == "'self' 'wasm-unsafe-eval'"
    assert found["default-src"] == "'self'"
    assert found["object-src"] == found["base-uri"] == "'none'"
    assert found["frame-ancestors"] == "'self'"
    assert not [value for value in found.values() if "//" in value or "'unsafe-eval'" in value]


def test_the_api_allows_nothing_and_its_documentation_what_a_page_may() -> None:
    assert policy("/api/v1/places")["default-src"] == "'none'"
    assert policy("/api/v1/docs/")["script-src"] == "'self' 'wasm-unsafe-eval'"


@pytest.mark.django_db
def test_only_the_admin_may_carry_inline_scripts() -> None:
    assert "'unsafe-inline'" in policy("/admin/login-free/")["script-src"]
    for address in ("/ja/", "/signage/", "/accounts/login/", "/api/v1/docs/"):
        assert "'unsafe-inline'" not in policy(address).get("script-src", ""), address


def test_a_sign_may_be_framed_by_another_signage_system() -> None:
    assert policy("/signage/play")["frame-ancestors"] == "*"


def test_one_page_with_an_embedded_player_is_wider_than_the_others() -> None:
    assert policy("/ja/stories/fireworks/")["frame-src"] == "'self' https://player.example.jp"
    assert "frame-src" not in policy("/ja/stories/castle/")


def test_features_are_off_but_for_position_sensors_and_augmented_reality() -> None:
    answer = Client().get("/ja/")
    features = dict(part.split("=") for part in answer.headers["Permissions-Policy"].split(", "))
    assert features["geolocation"] == features["xr-spatial-tracking"] == "(self)"
    assert features["camera"] == features["microphone"] == features["payment"] == "()"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
