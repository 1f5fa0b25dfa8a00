"""The clerk's form and who may use it."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from cms.publishing.services import drain
from cms.users.models import Department, User
from cms.users.roles import ROLES, settle_roles
from tests import factories
from tours.models import Notice

pytestmark = pytest.mark.django_db


def member(*roles: str, **members: object) -> Client:
    settle_roles()
    user = User.objects.create_user("-".join(roles) or "nobody", password="a-long-password", **members)  # type: ignore[arg-type]
    user.groups.set(Group.objects.filter(name__in=roles))
    client = Client()
    client.force_login(user)
    return client


def said(event: object, **members: object) -> dict[str, object]:
    return {
        "notice_kind": "postponed",
        "records": [str(event.uuid)],
        "until": "tonight",
        "level": "important",
        **members,
    }  # type: ignore[attr-defined]


def test_duty_postpones_the_fireworks_in_one_post(client: Client) -> None:
    event = factories.event()
    answer = member("duty").post("/admin/announce/", said(event))
    assert answer.status_code == 302, answer.content.decode()[-2000:]
    drain()
    document = client.get(f"/api/v1/events/{event.uuid}?lang=fr").json()
    assert document["status"] == "postponed"
    assert "reporté" in document["notices"][0]["text"]


def test_duty_takes_it_back_and_another_person_reviews_it(client: Client) -> None:
    event = factories.event()
    duty, approver = member("duty"), member("approver")
    duty.post("/admin/announce/", said(event))
    notice = Notice.objects.get()
    duty.post(f"/admin/announce/{notice.pk}/reviewed/")
    notice.refresh_from_db()
    assert notice.reviewed_at is None
    approver.post(f"/admin/announce/{notice.pk}/reviewed/")
    notice.refresh_from_db()
    assert notice.reviewed_at is not None
    duty.post(f"/admin/announce/{notice.pk}/undo/")
    drain()
    assert client.get(f"/api/v1/events/{event.uuid}?lang=ja").json()["notices"] == []


@pytest.mark.parametrize(
    ("members", "field"),
    [({"notice_kind": "new_time"}, "new_time"), ({"notice_kind": "moved"}, "new_place"), ({"until": "at"}, "until_at")],
)
def test_form_asks_for_what_is_missing(members: dict[str, str], field: str) -> None:
    answer = member("duty").post("/admin/announce/", said(factories.event(), **members))
    assert field in answer.context["form"].errors
    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    ("role", "places", "notice"),
    [
        ("editor", 200, 302),
        ("approver", 200, 200),
        ("translator", 200, 302),
        ("duty", 200, 200),
        ("administrator", 200, 200),
    ],
)
def test_roles_open_what_they_need(role: str, places: int, notice: int) -> None:
    client = member(role)
    assert client.get("/admin/snippets/tours/place/").status_code == places
    assert client.get("/admin/announce/").status_code == notice


def test_editor_may_not_publish_and_translator_may_not_add() -> None:
    by_name = {role.name: member(role.name) for role in ROLES}
    users = {name: User.objects.get(username=name) for name in by_name}
    assert not users["editor"].has_perm("tours.publish_place")
    assert users["approver"].has_perm("tours.publish_place")
    assert not users["translator"].has_perm("tours.add_place")
    assert not users["duty"].has_perm("tours.change_place")
    assert not users["administrator"].has_perm("tours.nonexistent")


def test_another_departments_record_is_not_for_editing() -> None:
    museum, tourism = (Department.objects.create(code=code, name=code) for code in ("museum", "tourism"))
    place = factories.place(owner=tourism)
    answer = member("editor", department=museum).get(f"/admin/snippets/tours/place/edit/{place.pk}/")
    assert answer.status_code == 302
    assert (
        member("approver", department=tourism).get(f"/admin/snippets/tours/place/edit/{place.pk}/").status_code == 200
    )
