"""How allauth behaves in this house: nobody signs up, everybody lands in the admin."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
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
