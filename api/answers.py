"""From bytes to an HTTP answer: origin, ETag, 304, language, caching."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified

from api.problems import CORS
from cms.publishing.selectors import minute

ORIGIN: Final = b"@ORIGIN@"
VARY: Final = "Accept-Language, Accept-Encoding"
"""On every answer, also one to `?lang=`, so that a 304 names what its 200 named."""

MAX_AGE: Final = 60
"""Seconds that an answer may be kept."""

MAX_AGE_STATES: Final = 30
"""The same where opening states are in (contract.md 3)."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A body in stored form and how it is to go out. `at` is set where the body holds opening states of that moment.

    `validator` may stand for the body in the ETag: anything that differs whenever a byte of the body does.
    """

    body: bytes
    language: str
    at: datetime | None = None
    max_age: int = MAX_AGE
    validator: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


def as_bytes(value: Any) -> bytes:
    """Return a small value as JSON, in UTF-8 without blanks like the stored documents."""
    return orjson.dumps(value)


def respond(request: HttpRequest, answer: Answer) -> HttpResponse:
    """Return JSON with a strong ETag over the bytes, or 304 where the client has them.

    The minute is part of the ETag wherever opening states are, even when no state changed: a client can tell from the
    validator that the states were looked at.
    """
    public = origin(request)
    states = answer.at is not None
    mark = (answer.validator or answer.body) + public + answer.language.encode()
    digest = hashlib.sha256(mark).hexdigest()[:20]
    etag = f'"{digest}-{minute(answer.at)}"' if states else f'"{digest}"'
    headers = {
        **CORS,
        "ETag": etag,
        "Content-Language": answer.language,
        "Vary": VARY,
        "Cache-Control": f"public, max-age={min(answer.max_age, MAX_AGE_STATES) if states else answer.max_age}",
        **answer.headers,
    }
    if known(request.META.get("HTTP_IF_NONE_MATCH", ""), etag):
        return HttpResponseNotModified(headers=headers)
    body = answer.body.replace(ORIGIN, public)
    return HttpResponse(body, content_type="application/json", headers=headers)


def origin(request: HttpRequest) -> bytes:
    """Return the public origin that answers put before root-relative addresses."""
    return str(settings.PUBLIC_URL or f"{request.scheme}://{request.get_host()}").encode()


def known(header: str, etag: str) -> bool:
    """Tell whether If-None-Match names this ETag; weak ones compare equal here (RFC 9110, 13.1.2)."""
    if not header:
        return False
    if header.strip() == "*":
        return True
    return any(part.strip().removeprefix("W/") == etag for part in header.split(","))
