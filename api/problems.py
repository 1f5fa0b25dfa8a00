"""Every error of the API as application/problem+json (RFC 9457)."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import orjson
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.core.signals import got_request_exception
from django.http import Http404, HttpResponse
from rest_framework.exceptions import APIException, ParseError

from cms.http.outage import RETRY, is_outage

logger = logging.getLogger("kakuzan.api")

CORS = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "ETag, Content-Language"}
"""Every answer may be read by any site's scripts; none is ever made for a logged-in user."""


@dataclass(eq=False)
class BadParameter(Exception):
    """One parameter that cannot be used: its name, what came, what would be accepted."""

    parameter: str
    received: str
    accepted: str


@dataclass(eq=False)
class BadParameters(Exception):
    """All parameters of a request that cannot be used."""

    faults: Sequence[BadParameter]


class Problem(Exception):
    """An answer other than success. `members` go into the body, `headers` beside it."""

    def __init__(
        self,
        status: int,
        title: str,
        detail: str = "",
        *,
        errors: Sequence[BadParameter] = (),
        headers: Mapping[str, str] | None = None,
        **members: Any,
    ) -> None:
        super().__init__(title)
        self.status, self.title, self.detail, self.errors = status, title, detail, tuple(errors)
        self.headers, self.members = dict(headers or {}), members


def response(problem: Problem) -> HttpResponse:
    """Return the answer for a problem. It is never stored: what is missing now may be there in a minute."""
    body = {
        "type": "about:blank",
        "title": problem.title,
        "status": problem.status,
        "detail": problem.detail,
        "errors": [{"parameter": e.parameter, "received": e.received, "accepted": e.accepted} for e in problem.errors],
        **problem.members,
    }
    return HttpResponse(
        orjson.dumps(body),
        status=problem.status,
        content_type="application/problem+json",
        headers={**CORS, "Cache-Control": "no-store", **problem.headers},
    )


def handle(exception: Exception, context: dict[str, Any]) -> HttpResponse:
    """Return the answer for whatever went wrong in a view; REST framework's exception handler.

    An error of our own is logged and told to Django's signal as without this handler, then answered as a 500 in the
    same shape; the default would be an HTML page.
    """
    problem = as_problem(exception)
    if problem is None:
        request = context.get("request")
        logger.exception("unhandled error in the API", extra={"view": type(context.get("view")).__name__})
        got_request_exception.send(sender=type(context.get("view")), request=getattr(request, "_request", request))
        problem = failure(exception)
    return response(problem)


def failure(exception: Exception) -> Problem:
    """Return what an error of our own is answered as: 503 with when to come again where the database is not there."""
    if is_outage(exception):
        return Problem(503, "Database not there", "Ask again in a few seconds; it has been noted.", headers=RETRY)
    return Problem(500, "Internal error", "This is our fault; it has been noted.")


def as_problem(exception: Exception) -> Problem | None:
    """Return a known exception as a problem, or None."""
    match exception:
        case Problem():
            return exception
        case BadParameters():
            names = ", ".join(dict.fromkeys(fault.parameter for fault in exception.faults))
            return Problem(400, "Bad parameter", f"cannot be used as given: {names}", errors=exception.faults)
        case BadParameter():
            return as_problem(BadParameters([exception]))
        case Http404():
            return Problem(404, "Not found")
        case RequestDataTooBig():
            return Problem(413, "Body too large")
        case SuspiciousOperation():
            return Problem(400, "Bad request")
        case ParseError():
            fault = BadParameter("body", "", str(exception.detail))
            return Problem(400, "Bad body", str(exception.detail), errors=[fault])
        case APIException():
            return Problem(exception.status_code, HTTPStatus(exception.status_code).phrase, str(exception.detail))
        case _:
            return None
