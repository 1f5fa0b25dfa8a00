"""Two kinds of addresses: those of visitors, where nobody is anybody, and those where somebody logs in.

A visitor's answer depends on the address and on nothing else, so that it can be cached and nothing personal can leak
into it. So session, user, CSRF and messages exist only below the addresses of `STAFF_PATHS`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.handlers.base import BaseHandler
from django.core.handlers.exception import convert_exception_to_response
from django.http import HttpRequest, HttpResponseBase

Handler = Callable[[HttpRequest], HttpResponseBase]

NO_SESSION: Mapping[str, Any] = MappingProxyType({})


class VisitorHandler(BaseHandler):
    """Django's way from a request to a view, without any middleware on it."""

    def __init__(self) -> None:
        self._view_middleware: list[Any] = []
        self._template_response_middleware: list[Any] = []
        self._exception_middleware: list[Any] = []
        self.answer = cast(Handler, convert_exception_to_response(self._get_response))  # type: ignore[attr-defined]


class VisitorMiddleware:
    """Takes visitors past all middlewares that stand below it in MIDDLEWARE.

    They stay in that list, where Django's and allauth's own checks look for them. A visitor's request has an anonymous
    user and an empty session to read; writing to it fails, and shall.
    """

    def __init__(self, get_response: Handler) -> None:
        self.staff = get_response
        self.visitor = VisitorHandler().answer
        self.paths = re.compile("|".join(settings.STAFF_PATHS))

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with or without session and user."""
        # Wagtail previews a draft through a made-up request to its public address; that request knows its own view
        if self.paths.match(request.path_info) or getattr(request, "is_dummy", False):
            return self.staff(request)
        request.user = AnonymousUser()
        request.session = NO_SESSION  # type: ignore[assignment]
        return self.visitor(request)
