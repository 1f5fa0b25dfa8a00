"""How allauth behaves in this house: nobody signs up, everybody lands in the admin."""

from __future__ import annotations

import base64
import hashlib

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by an administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: an account is given, not taken."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Return where somebody lands who logged in without having asked for a page."""
        return reverse("wagtailadmin_home")

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """Return where somebody lands who has logged out."""
        return reverse("account_login")


class SecondFactorAdapter(DefaultMFAAdapter):
    """The secrets of authenticator apps and recovery codes are stored encrypted, so that a stolen database opens no door."""

    def encrypt(self, text: str) -> str:
        """Return `text` under the installation's secret key."""
        return cipher().encrypt(text.encode()).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """Return what `encrypt` was given, also under a former secret key (SECRET_KEY_FALLBACKS)."""
        return cipher().decrypt(encrypted_text.encode("ascii")).decode()


def cipher() -> MultiFernet:
    """Return the cipher of this installation; keys are derived, so that the secret key serves no second purpose as it is."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    derived = [hashlib.sha256(b"kakuzan second factor\0" + str(key).encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in derived])
