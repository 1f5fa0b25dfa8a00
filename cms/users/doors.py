"""The doors that Wagtail would open by itself lead to the one that asks for a second factor."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt


@csrf_exempt  # a credential posted to the old address is answered with the new one and never read
def to_login(request: HttpRequest) -> HttpResponseRedirect:
    """Lead to allauth's login with the query as it came; 303, so that a posted password is not posted again."""
    return redirect(request, "account_login")


@csrf_exempt
def to_password_reset(request: HttpRequest, rest: str = "") -> HttpResponseRedirect:
    """Lead to allauth's password reset."""
    return redirect(request, "account_reset_password")


def redirect(request: HttpRequest, view: str) -> HttpResponseRedirect:
    """Return the redirect, with the query that the person came with."""
    query = request.META.get("QUERY_STRING", "")
    answer = HttpResponseRedirect(reverse(view) + (f"?{query}" if query else ""))
    answer.status_code = 303
    return answer
