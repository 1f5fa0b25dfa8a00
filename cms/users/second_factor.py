"""The admin opens to a second factor, whichever door the session came through.

allauth asks for the second factor when somebody logs in with it. Nothing makes Wagtail ask whether that happened: a
session made by any other means (another login view, a command, a forgotten door) would enter with a password alone.
So each request to the admin is looked at here.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase, HttpResponseForbidden, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

ADMIN = "/admin/"


class SecondFactorMiddleware:
    """Turns away from the admin those who have a second factor and did not show it, or need one and have none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, or lead to where the second factor is shown or made."""
        if request.path_info.startswith(ADMIN) and request.user.is_authenticated:
            refusal = refuse(request)
            if refusal is not None:
                return refusal
        return self.get_response(request)


def refuse(request: HttpRequest) -> HttpResponseBase | None:
    """Return the answer that turns this person away; None when the admin is open to them."""
    if is_mfa_enabled(request.user):
        if showed_second_factor(request):
            return None
        logout(request)
        return turn(request, "account_login", _("Sign in once more and show your second factor."))
    if settings.SECOND_FACTOR_REQUIRED:
        return turn(request, "mfa_index", _("This installation needs a second factor. Set one up to go on."))
    return None


def showed_second_factor(request: HttpRequest) -> bool:
    """Return whether a second factor, or a passkey that is both, was used for this session."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


def turn(request: HttpRequest, view: str, reason: str) -> HttpResponseBase:
    """Lead a page to `view`, which comes back here; a script's request gets a 403."""
    if request.headers.get("X-Requested-With") == "XMLHttpRequest":
        return HttpResponseForbidden(reason, content_type="text/plain; charset=utf-8")
    messages.warning(request, reason)
    query = urlencode({"next": request.get_full_path()}, safe="/") if request.method in {"GET", "HEAD"} else ""
    return HttpResponseRedirect(f"{reverse(view)}?{query}" if query else reverse(view))
