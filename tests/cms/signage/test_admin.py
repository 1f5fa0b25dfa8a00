"""The admin's pages of signage, and who may use them."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client

from cms.signage.models import Display, Playlist
from cms.signage.services import open_pairing
from tests.cms.signage.screens import paired

pytestmark = pytest.mark.django_db


def person(client: Client, *permissions: str) -> None:
    user = get_user_model().objects.create_user("tsuyama", password="not used")
    user.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", *permissions]))
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")


def test_code_entered_in_the_admin_pairs_a_new_display(client: Client) -> None:
    person(client, "add_display", "view_display")
    code = open_pairing().code
    answer = client.post(
        "/admin/signage/pair/",
        {"code": f" {code.lower()} ", "name": "観光案内所", "orientation": "portrait", "languages": ["ja", "ko"]},
    )
    display = Display.objects.get()
    assert answer["Location"] == f"/admin/signage/displays/{display.pk}/"
    assert (display.name, display.orientation, display.languages) == ("観光案内所", "portrait", ["ja", "ko"])


def test_wrong_code_and_missing_name_are_said_at_the_field(client: Client) -> None:
    person(client, "add_display")
    form = client.post("/admin/signage/pair/", {"code": "AAAAAA", "name": "x"}).context["form"]
    assert "No screen shows" in form.errors["code"][0]
    assert set(client.post("/admin/signage/pair/", {"code": "AAAAA"}).context["form"].errors) == {"code", "name"}


def test_without_permission_nobody_pairs_sees_or_revokes(client: Client) -> None:
    display, _token = paired()
    person(client)
    for path in (
        "/admin/signage/pair/",
        f"/admin/signage/displays/{display.pk}/",
        f"/admin/signage/displays/{display.pk}/manifest/",
    ):
        assert client.get(path).status_code in {302, 403}, path
    client.post(f"/admin/signage/displays/{display.pk}/revoke/")
    display.refresh_from_db()
    assert display.revoked_at is None


def test_display_page_shows_health_and_both_previews(client: Client) -> None:
    display, _token = paired()
    person(client, "view_display", "change_display")
    page = client.get(f"/admin/signage/displays/{display.pk}/").content.decode()
    assert page.count(f'src="/admin/signage/displays/{display.pk}/player/"') == 2
    preview = client.get(f"/admin/signage/displays/{display.pk}/player/").content.decode()
    assert f'data-manifest="/admin/signage/displays/{display.pk}/manifest/"' in preview
    assert client.get(f"/admin/signage/displays/{display.pk}/manifest/").json()["display"]["name"] == display.name


def test_revoking_takes_the_token(client: Client) -> None:
    display, _token = paired()
    person(client, "change_display", "view_display")
    client.post(f"/admin/signage/displays/{display.pk}/revoke/")
    display.refresh_from_db()
    assert display.health() == "revoked"


def test_lists_and_forms_answer(client: Client, admin_user: object) -> None:
    client.force_login(admin_user, backend="allauth.account.auth_backends.AuthenticationBackend")  # type: ignore[arg-type]
    display, _token = paired()
    playlist = Playlist.objects.create(name="春")
    for path in (
        "/admin/snippets/cms_signage/display/",
        f"/admin/snippets/cms_signage/display/edit/{display.pk}/",
        "/admin/snippets/cms_signage/playlist/",
        f"/admin/snippets/cms_signage/playlist/edit/{playlist.pk}/",
    ):
        assert client.get(path).status_code == 200, path


def test_player_page_is_the_same_for_everybody_and_sets_no_cookie(client: Client) -> None:
    page = client.get("/signage/")
    assert not page.cookies
    assert "unsafe-inline" not in page["Content-Security-Policy"].split("style-src")[0]
    assert client.get("/signage/", headers={"If-None-Match": page["ETag"]}).status_code == 304
    worker = client.get("/signage/sw.js")
    assert (worker["Content-Type"], worker["Cache-Control"]) == ("text/javascript; charset=utf-8", "no-cache")
    shell = client.get("/signage/shell.json").json()
    assert {"/signage/", "/static/signage/player.js"} <= {file["url"] for file in shell["files"]}
    assert all(client.get(file["url"]).status_code == 200 for file in shell["files"])
