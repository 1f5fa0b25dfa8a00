"""The admin's lists of records."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from cms import clock
from cms.users.models import Department, User
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("curator", "curator@example.org", "a-long-password"))
    return client


@pytest.mark.parametrize("typed", ["津山城", "つやま", "ツヤマジョウ", "tsuyama", "Castle"])
def test_list_finds_names_readings_and_romaji(curator: Client, typed: str) -> None:
    factories.place()
    factories.place("shurakuen", name={"ja": "衆楽園"}, reading="しゅうらくえん", short={"ja": "池のある庭"})
    page = curator.get("/admin/snippets/tours/place/", {"q": typed}).content.decode()
    assert "津山城" in page
    assert "衆楽園" not in page


def test_list_finds_a_draft(curator: Client) -> None:
    factories.place(live=False)
    assert "津山城" in curator.get("/admin/snippets/tours/place/", {"q": "津山"}).content.decode()


def test_desk_shows_what_is_overdue_to_its_owner(client: Client) -> None:
    museum, tourism = (Department.objects.create(code=code, name=code) for code in ("museum", "tourism"))
    factories.place(owner=tourism, confirm_by=clock.today() - timedelta(days=1))
    for department, expected in ((tourism, True), (museum, False)):
        client.force_login(
            User.objects.create_superuser(department.code, "x@example.org", "a-long-password", department=department)
        )
        assert (
            "being checked" in client.get("/admin/", headers={"Accept-Language": "en"}).content.decode()
        ) is expected or ("津山城" in client.get("/admin/").content.decode()) is expected
