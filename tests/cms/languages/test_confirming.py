"""Who confirmed a reading, and when."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client

from cms import clock
from cms.languages.models import Reading
from cms.languages.readings import glossary
from cms.users.models import User

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


@pytest.fixture
def curator(client: Client, monkeypatch: pytest.MonkeyPatch) -> User:
    user: User = User.objects.create_superuser("tanaka", password="a-long-password")
    client.force_login(user)
    monkeypatch.setattr(clock, "now", lambda: NOON)
    return user


def post(client: Client, held: Reading | None, **members: str) -> None:
    said = {
        "surface": "鶴山",
        "reading": "かくざん",
        "status": "suggested",
        "confirmed_source": "",
        "note": "",
        **members,
    }
    where = f"edit/{held.pk}" if held else "add"
    answer = client.post(f"/admin/snippets/cms_languages/reading/{where}/", said)
    assert answer.status_code == 302, answer.content.decode()[-3000:]


def test_suggestion_has_no_name_and_reaches_nobody(client: Client, curator: User) -> None:
    post(client, None)
    held = Reading.objects.get()
    assert (held.confirmed_by, held.confirmed_at) == (None, None)
    assert glossary().readings("鶴山の桜") == ()


def test_confirming_is_stamped_with_who_and_when(client: Client, curator: User) -> None:
    post(client, None)
    post(client, Reading.objects.get(), status="confirmed")
    held = Reading.objects.get()
    assert (held.confirmed_by, held.confirmed_at) == (curator, NOON)
    assert "tanaka" in client.get("/admin/snippets/cms_languages/reading/").content.decode()


def test_note_leaves_the_confirmation_with_whom_it_was(client: Client, curator: User) -> None:
    other = User.objects.create_superuser("suzuki", password="a-long-password")
    held = Reading.objects.create(surface="鶴山", reading="かくざん", status="confirmed", confirmed_by=other)
    post(client, held, status="confirmed", note="城山の名")
    assert Reading.objects.get().confirmed_by == other
    post(client, held, status="confirmed", reading="つるやま")
    assert Reading.objects.get().confirmed_by == curator


def test_taking_a_confirmation_back_forgets_who(client: Client, curator: User) -> None:
    held = Reading.objects.create(
        surface="鶴山", reading="かくざん", status="confirmed", confirmed_by=curator, confirmed_at=NOON
    )
    post(client, held)
    assert (Reading.objects.get().confirmed_by, Reading.objects.get().confirmed_at) == (None, None)
