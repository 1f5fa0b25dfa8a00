"""One line of JSON per event, with the request's number, and without where a visitor is or what was searched."""

from __future__ import annotations

import json
import logging
import re
import time
import uuid
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.http import HttpRequest, HttpResponseBase

PERSONAL = frozenset({"lat", "lon", "near", "q"})
GIVEN = re.compile(r"[A-Za-z0-9._-]{8,64}")
USUAL = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "request", "taskName"}

logger = logging.getLogger("kakuzan.request")
number: ContextVar[str] = ContextVar("kakuzan_request", default="")


def without_personal(query: str) -> str:
    """Return a query string without the parameters that tell where somebody is or what somebody looks for."""
    pairs = parse_qsl(query, keep_blank_values=True)
    return urlencode([(name, value) for name, value in pairs if name.lower() not in PERSONAL])


class RequestLogMiddleware:
    """Numbers each request and writes a line about it.

    A number from a proxy (X-Request-ID) is kept when it is well formed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, and log what was asked and how long it took in milliseconds."""
        given = request.META.get("HTTP_X_REQUEST_ID", "")
        mine = given if GIVEN.fullmatch(given) else uuid.uuid4().hex
        token = number.set(mine)
        begun = time.perf_counter()
        try:
            response = self.get_response(request)
            response.headers["X-Request-ID"] = mine
            level = logging.ERROR if response.status_code >= 500 else logging.INFO
            if logger.isEnabledFor(level):
                logger.log(level, "request", extra=facts(request, response, time.perf_counter() - begun))
        finally:
            number.reset(token)
        return response


def facts(request: HttpRequest, response: HttpResponseBase, seconds: float) -> dict[str, Any]:
    """Return what the log may know about a request."""
    return {
        "method": request.method,
        "path": request.path,
        "query": without_personal(request.META.get("QUERY_STRING", "")),
        "status": response.status_code,
        "ms": round(seconds * 1000, 1),
    }


class JsonFormatter(logging.Formatter):
    """Writes a record as one line of JSON; what was given as `extra` becomes members."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, without a line break in it."""
        line: dict[str, Any] = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created)) + f".{int(record.msecs):03d}Z",
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
        }
        if request := number.get():
            line["request"] = request
        line |= {name: value for name, value in vars(record).items() if name not in USUAL}
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)
