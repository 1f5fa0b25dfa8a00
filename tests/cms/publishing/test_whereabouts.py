"""Where is it now: the editor's panel."""

from __future__ import annotations

import pytest
from django.test import Client

from cms.publishing.services import drain
from cms.publishing.whereabouts import whereabouts
from cms.records.services import patch
from cms.users.models import User
from tests import factories

pytestmark = pytest.mark.django_db


def test_draft_says_why_it_is_nowhere() -> None:
    found = whereabouts(factories.place(live=False))
    assert {surface.since for surface in found.surfaces} == {None}
    assert all(surface.reason for surface in found.surfaces)


def test_published_place_is_on_every_surface_and_waits_until_it_is_written() -> None:
    place = factories.publish(factories.place(live=False), work=False)
    assert whereabouts(place).waiting
    drain()
    found = whereabouts(place)
    assert all(surface.since for surface in found.surfaces)
    assert found.waiting == ""


def test_stale_and_missing_languages_are_named() -> None:
    place = factories.place()
    patch(place, {"short": {"ja": "新しい文"}})
    found = whereabouts(place)
    assert found.stale == ("English",)
    assert "한국어" in found.missing


def test_form_shows_the_panel(client: Client) -> None:
    client.force_login(User.objects.create_superuser("curator", "curator@example.org", "a-long-password"))
    place = factories.place()
    answer = client.get(f"/admin/snippets/tours/place/edit/{place.pk}/")
    assert f"/api/v1/places/{place.uuid}" in answer.content.decode()
