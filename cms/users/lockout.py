"""Whom a failed login counts against."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest


def typed_name(request: HttpRequest | None, credentials: Mapping[str, str] | None = None) -> str:
    """Return the name that was typed, in lower case: user name or address, as the login form's one field takes both.

    axes asks before and after an attempt, with different keys in `credentials`; without one answer to both it would count
    failures under one name and look for them under another.
    """
    typed = request.POST.get("login") if request is not None else None
    given = credentials or {}
    return (typed or given.get("username") or given.get("email") or given.get("login") or "").strip().lower()
