"""A visitor's address knows nobody: no session, no user, no cookie, and the answer varies by neither."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path


def page(request: HttpRequest) -> HttpResponse:
    who = "somebody" if request.user.is_authenticated else "nobody"
    return HttpResponse(f"<p>{who} at 津山城</p>" + "石垣" * 400)


def writes_session(request: HttpRequest) -> HttpResponse:
    request.session["trip"] = "津山"
    return HttpResponse("written")


urlpatterns = [
    path("ja/places/tsuyama-castle/", page),
    path("ja/remember/", writes_session),
    path("admin/probe/", page),
    path("api/v1/places", page),
    path("", include("cms.urls")),
]


@pytest.fixture
def client() -> Client:
    """Give a client logged in as a curator, whose cookies come with every request."""
    client = Client()
    client.force_login(get_user_model().objects.create_user("curator", password="correct horse"))
    return client


@pytest.mark.django_db
@pytest.mark.urls("tests.cms.http.test_rooms")
@pytest.mark.parametrize("address", ["/ja/places/tsuyama-castle/", "/api/v1/places", "/healthz/live"])
def test_visitors_addresses_set_no_cookie_and_do_not_vary_by_one(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    assert not answer.cookies
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert "somebody" not in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.urls("tests.cms.http.test_rooms")
def test_the_admin_knows_who_is_there(client: Client) -> None:
    answer = client.get("/admin/probe/")
    assert "somebody" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.urls("tests.cms.http.test_rooms")
def test_a_view_that_would_remember_a_visitor_fails() -> None:
    with pytest.raises(TypeError, match="does not support item assignment"):
        Client().get("/ja/remember/")


@pytest.mark.django_db
@pytest.mark.urls("tests.cms.http.test_rooms")
def test_a_visitor_s_request_asks_the_database_nothing_of_its_own(client: Client, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        client.get("/ja/places/tsuyama-castle/")


@pytest.mark.django_db
@pytest.mark.urls("tests.cms.http.test_rooms")
def test_csrf_is_checked_where_somebody_can_be_logged_in() -> None:
    assert Client(enforce_csrf_checks=True).post("/admin/probe/").status_code == 403


@pytest.mark.django_db
@pytest.mark.urls("tests.cms.http.test_rooms")
@override_settings(STAFF_PATHS=[r"/nothing/"])
def test_it_is_the_list_of_staff_paths_that_decides(client: Client) -> None:
    fresh = Client()
    fresh.cookies = client.cookies
    assert "nobody" in fresh.get("/admin/probe/").content.decode()
