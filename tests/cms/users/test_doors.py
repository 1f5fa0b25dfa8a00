"""Every door to the admin, tried: none opens to a password alone where a second factor is set or needed."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.auth import get_user_model
from django.core import mail
from django.test import Client, override_settings
from django.urls import get_resolver

pytestmark = pytest.mark.django_db
PASSWORD = "turret-stone-1604"
User = get_user_model()


@pytest.fixture
def curator() -> User:
    """Give an administrator with a password and nothing else."""
    return User.objects.create_superuser("mori", "mori@museum.example.jp", PASSWORD)


@pytest.fixture
def secret(curator: User) -> str:
    """Give the curator an authenticator app and return its secret."""
    secret = generate_totp_secret()
    TOTP.activate(curator, secret)
    return secret


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def log_in(client: Client, password: str = PASSWORD, **extra: str) -> object:
    return client.post("/accounts/login/", {"login": "mori", "password": password, **extra})


def opens(client: Client) -> bool:
    return client.get("/admin/").status_code == 200


def test_without_a_login_the_admin_leads_to_the_one_door(curator: User) -> None:
    answer = Client().get("/admin/images/")
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=/admin/images/")


def test_a_password_opens_where_no_second_factor_is_set_or_needed(curator: User) -> None:
    client = Client()
    assert log_in(client)["Location"] == "/admin/"
    assert opens(client)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    ("address", "leads_to"),
    [
        ("/admin/login/?next=/admin/pages/", "/accounts/login/?next=/admin/pages/"),
        ("/admin/password_reset/", "/accounts/password/reset/"),
        ("/admin/password_reset/confirm/MQ/token/", "/accounts/password/reset/"),
        ("/admin/password_reset/complete/", "/accounts/password/reset/"),
    ],
)
def test_wagtail_s_own_doors_lead_to_the_one_door(curator: User, method: str, address: str, leads_to: str) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = getattr(client, method)(address, {"username": "mori", "password": PASSWORD} if method == "post" else {})
    assert (answer.status_code, answer["Location"]) == (303, leads_to)
    assert not opens(client)


def test_with_an_authenticator_the_password_alone_does_not_open_and_the_code_does(curator: User, secret: str) -> None:
    client = Client()
    assert log_in(client)["Location"].startswith("/accounts/2fa/authenticate/")
    assert not opens(client)
    assert client.post("/accounts/2fa/authenticate/", {"code": "000000"}).status_code == 200
    assert not opens(client)
    assert client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)}).status_code == 302
    assert opens(client)


def test_a_recovery_code_opens_once(curator: User, secret: str) -> None:
    code = RecoveryCodes.activate(curator).get_unused_codes()[0]
    for again in (False, True):
        client = Client()
        log_in(client)
        client.post("/accounts/2fa/authenticate/", {"code": code})
        assert opens(client) is not again


def test_a_session_made_by_any_other_door_is_turned_away_and_ended(curator: User, secret: str) -> None:
    client = Client()
    client.force_login(curator, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.get("/admin/pages/")
    assert answer["Location"] == "/accounts/login/?next=/admin/pages/"
    assert "_auth_user_id" not in client.session


def test_a_script_without_the_second_factor_gets_a_403(curator: User, secret: str) -> None:
    client = Client()
    client.force_login(curator)
    assert client.get("/admin/api/main/pages/", headers={"X-Requested-With": "XMLHttpRequest"}).status_code == 403


def test_a_password_reset_does_not_log_in(curator: User, secret: str) -> None:
    client = Client()
    client.post("/accounts/password/reset/", {"email": "mori@museum.example.jp"})
    link = re.search(r"/accounts/password/reset/key/\S+", mail.outbox[0].body)
    assert link is not None
    form = client.get(link.group(), follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": "new-turret-stone-1616", "password2": "new-turret-stone-1616"})
    curator.refresh_from_db()
    assert curator.check_password("new-turret-stone-1616")
    assert not opens(client)


def test_nobody_signs_up() -> None:
    client = Client()
    form = {
        "username": "visitor",
        "email": "v@example.jp",
        "password1": "sakura-tower-77",
        "password2": "sakura-tower-77",
    }
    client.post("/accounts/signup/", form)
    client.post("/accounts/signup/passkey/", form)
    assert not User.objects.filter(username="visitor").exists()
    assert client.get("/accounts/login/code/").status_code == 404


def test_five_wrong_passwords_close_the_door_also_to_the_right_one(curator: User) -> None:
    client = Client()
    for _ in range(5):
        log_in(client, "wrong-wrong-wrong")
    assert log_in(client).status_code in {403, 429}
    assert not opens(client)


@override_settings(SECOND_FACTOR_REQUIRED=True)
def test_where_a_second_factor_is_needed_a_password_leads_to_making_one(curator: User) -> None:
    client = Client()
    log_in(client)
    answer = client.get("/admin/")
    assert answer["Location"].startswith("/accounts/2fa/")
    assert client.get("/accounts/2fa/totp/activate/", follow=True).status_code == 200


def addresses() -> Iterator[str]:
    """Yield a concrete address for each pattern whose name speaks of logging in, out of all that the project has."""
    for pattern in get_resolver().url_patterns:
        yield from walk(pattern, "")


def walk(pattern: object, prefix: str) -> Iterator[str]:
    here = prefix + str(pattern.pattern)
    if hasattr(pattern, "url_patterns"):
        for child in pattern.url_patterns:
            yield from walk(child, here)
    elif re.search(r"log-?in|sign-?in|auth|token|password", here):
        yield "/" + re.sub(r"\(\?P<[^>]+>(?:[^()]|\([^()]*\))*\)|<[^>]+>", "1", here).replace("^", "").replace("$", "")


@override_settings(SECOND_FACTOR_REQUIRED=True)
def test_a_posted_name_and_password_open_the_admin_at_no_address_of_the_project(curator: User, secret: str) -> None:
    tried = sorted(set(addresses()))
    assert "/accounts/login/" in tried
    assert "/admin/login/" in tried
    for address in tried:
        client = Client()
        client.post(address, {"login": "mori", "username": "mori", "password": PASSWORD})
        assert not opens(client), address


def test_the_secret_of_an_authenticator_is_not_stored_in_the_clear(curator: User, secret: str) -> None:
    stored = Authenticator.objects.get(user=curator).data["secret"]
    assert secret not in stored
    assert get_adapter().decrypt(stored) == secret
