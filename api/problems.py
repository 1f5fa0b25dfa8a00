"""Every error of the API as application/problem+json (RFC 9457)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from django.http import HttpResponse


@dataclass(frozen=True, slots=True)
class BadParameter(Exception):
    """One parameter that cannot be used: its name, what came, what would be accepted."""

    parameter: str
    received: str
    accepted: str


class Problem(Exception):
    """An answer other than success."""

    def __init__(
        self, status: int, title: str, detail: str = "", *, errors: Sequence[BadParameter] = (), **members: Any
    ) -> None:
        super().__init__(title)
        self.status, self.title, self.detail, self.errors, self.members = status, title, detail, tuple(errors), members


def response(problem: Problem) -> HttpResponse:
    """Return the answer for a problem."""
    body = {
        "type": "about:blank",
        "title": problem.title,
        "status": problem.status,
        "detail": problem.detail,
        "errors": [{"parameter": e.parameter, "received": e.received, "accepted": e.accepted} for e in problem.errors],
        **problem.members,
    }
    return HttpResponse(orjson.dumps(body), status=problem.status, content_type="application/problem+json")


def handle(exception: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """DRF's exception handler: problems, bad parameters and DRF's own exceptions in one shape."""
    from rest_framework.exceptions import APIException

    if isinstance(exception, Problem):
        return response(exception)
    if isinstance(exception, BadParameter):
        return response(
            Problem(400, "Bad parameter", f"{exception.parameter}: {exception.accepted}", errors=[exception])
        )
    if isinstance(exception, APIException):
        return response(Problem(exception.status_code, str(exception.default_detail), str(exception.detail)))
    return None
