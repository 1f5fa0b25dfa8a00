"""Two kinds of addresses: those of visitors, where nobody is anybody, and those where somebody logs in.

A visitor's answer depends on the address and on nothing else, so that it can be cached and nothing personal can leak
into it. So the session, the user, CSRF and messages exist only below the addresses of `STAFF_PATHS`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from types import MappingProxyType
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.handlers.exception import convert_exception_to_response
from django.http import HttpRequest, HttpResponseBase
from django.utils.module_loading import import_string

Handler = Callable[[HttpRequest], HttpResponseBase]

NO_SESSION: Mapping[str, Any] = MappingProxyType({})


class StaffMiddleware:
    """Runs the middlewares of `STAFF_MIDDLEWARE` for staff addresses only.

    Django asks the middlewares of the MIDDLEWARE setting for `process_view` and its sisters, and not those that stand
    inside another; so the questions are passed on here, in Django's order. Visitors get an anonymous user and an empty
    session to read.
    """

    def __init__(self, get_response: Handler) -> None:
        self.paths = re.compile("|".join(settings.STAFF_PATHS))
        self.visitor = get_response
        self.staff: Handler = get_response
        inner: list[object] = []
        for name in reversed(settings.STAFF_MIDDLEWARE):
            middleware = import_string(name)(self.staff)
            self.staff = cast(Handler, convert_exception_to_response(middleware))
            inner.append(middleware)
        self.before_view = hooks(reversed(inner), "process_view")
        self.on_template = hooks(inner, "process_template_response")
        self.on_exception = hooks(inner, "process_exception")

    def is_staff(self, request: HttpRequest) -> bool:
        """Return whether somebody can be logged in at this address."""
        return self.paths.match(request.path_info) is not None

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with or without the inner middlewares."""
        if self.is_staff(request):
            return self.staff(request)
        request.user = AnonymousUser()
        request.session = NO_SESSION  # type: ignore[assignment]
        return self.visitor(request)

    def process_view(
        self, request: HttpRequest, view: Handler, args: tuple[Any, ...], kwargs: MutableMapping[str, Any]
    ) -> HttpResponseBase | None:
        """Ask the inner middlewares before a staff view is called; CSRF is checked here."""
        asked = self.before_view if self.is_staff(request) else ()
        return next(filter(None, (ask(request, view, args, kwargs) for ask in asked)), None)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """Let the inner middlewares answer an exception of a staff view."""
        asked = self.on_exception if self.is_staff(request) else ()
        return next(filter(None, (ask(request, exception) for ask in asked)), None)

    def process_template_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Let the inner middlewares see a staff answer before it is rendered."""
        for change in self.on_template if self.is_staff(request) else ():
            response = change(request, response)
        return response


def hooks(middlewares: Iterable[object], name: str) -> tuple[Callable[..., Any], ...]:
    """Return the methods called `name` of those middlewares that have one."""
    return tuple(getattr(one, name) for one in middlewares if hasattr(one, name))
