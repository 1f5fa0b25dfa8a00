"""Texts go out compressed, and their ETag stays a strong one.

Django's GZipMiddleware weakens ETags. Here the compressed form has a strong ETag of its own (RFC 9110, 8.8.3.3),
`"abc-gz"` beside `"abc"`, and views see the plain one in If-None-Match. Only visitors' answers are compressed: they
hold no secret that BREACH could measure.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers

SMALLEST = 500  # bytes; below, headers weigh more than what is saved
LEVEL = 5  # of 9: within 4 % of the smallest at a third of the time
TYPES = re.compile(r"^(text/|application/(json|javascript|[a-z.+-]+\+json|xml|[a-z.+-]+\+xml|manifest)|image/svg)")
SUFFIX = "-gz"
ACCEPTS = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))")
STAFF = ("/admin/", "/accounts/")


class CompressionMiddleware:
    """Compresses what is text, long enough and meant for everybody."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer compressed where the client takes it."""
        known = request.META.get("HTTP_IF_NONE_MATCH", "")
        had_suffix = SUFFIX + '"' in known
        if had_suffix:
            request.META["HTTP_IF_NONE_MATCH"] = known.replace(SUFFIX + '"', '"')
        response = self.get_response(request)
        if response.status_code == 304:
            if had_suffix:
                mark(response)
            return response
        if compressible(request, response):
            patch_vary_headers(response, ("Accept-Encoding",))
            if ACCEPTS.search(request.META.get("HTTP_ACCEPT_ENCODING", "")):
                compress(response)
        return response


def compressible(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Return whether this answer gains by compression and may have it."""
    return (
        isinstance(response, HttpResponse)
        and not request.path_info.startswith(STAFF)
        and not response.has_header("Content-Encoding")
        and TYPES.match(response.headers.get("Content-Type", "")) is not None
        and len(response.content) >= SMALLEST
    )


def compress(response: HttpResponseBase) -> None:
    """Replace the body of `response` by its gzip form, the same bytes for the same text."""
    assert isinstance(response, HttpResponse)
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    response.content = packer.compress(response.content) + packer.flush()
    response.headers["Content-Encoding"] = "gzip"
    response.headers["Content-Length"] = str(len(response.content))
    mark(response)


def mark(response: HttpResponseBase) -> None:
    """Give the ETag of the compressed form."""
    etag = response.headers.get("ETag", "")
    if etag.endswith('"') and not etag.startswith("W/") and not etag.endswith(SUFFIX + '"'):
        response.headers["ETag"] = f'{etag[:-1]}{SUFFIX}"'
