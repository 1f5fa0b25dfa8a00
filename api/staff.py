"""Who asks, where an answer is for staff alone. Addresses of the API know no session (docs/adr/0007): this reads it, once asked."""

from __future__ import annotations

from importlib import import_module

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest

from api.problems import Problem


def demand(request: HttpRequest, permission: str) -> None:
    """Let a logged-in person with a permission pass; raise a 403 for everybody else.

    The session is only read. Its cookie is `SameSite=Lax` and answers allow no credentials across origins, so no other site's
    script can ask in somebody's name.
    """
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    if key:
        request.session = import_module(settings.SESSION_ENGINE).SessionStore(key)
        if get_user(request).has_perm(permission):
            return
    raise Problem(403, "Not allowed", "explain is for staff who may see synonyms; log in at /admin/ first")
