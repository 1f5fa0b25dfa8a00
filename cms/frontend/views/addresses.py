"""Addresses that outlive slugs: `/id/{uuid}` and `/ucode/{32 hex}`."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from cms.frontend.representations import accepted, representation_for
from cms.frontend.views.lost import gone
from cms.languages.table import by_code, negotiate
from cms.records.kinds import UnknownKind, kind
from cms.records.selectors import Standing, by_ucode, standing_of

UCODE = re.compile(r"[0-9a-f]{32}")


@require_safe
def identity(request: HttpRequest, uuid: str) -> HttpResponse:
    """Send a thing's permanent address to the form that the client reads: 303, or 406 with what there is."""
    try:
        found = standing_of(UUID(uuid))
    except ValueError as error:
        raise Http404 from error
    if found is None:
        raise Http404
    wanted = representation_for(request.headers.get("Accept", "*/*"), found.kind)
    if wanted is None:
        return varied(not_acceptable(request.headers.get("Accept", ""), accepted(found.kind)))
    if not found.live and wanted.media_type == "text/html":
        return withdrawn(request, found)
    if not found.live and found.withdrawn:
        return varied(problem(410, "Gone", f"{found.kind} {found.uuid} was withdrawn"))
    if not found.live:
        return varied(problem(404, "Not found", f"{found.kind} {found.uuid} is not public"))
    lang = negotiate(request.headers.get("Accept-Language"))
    return varied(HttpResponse(status=303, headers={"Location": wanted.address(found, plural(found), lang)}))


def not_acceptable(received: str, types: list[str]) -> HttpResponse:
    """Return 406 with the list of what there is."""
    accepted_types = ", ".join(types)
    row = {"parameter": "Accept", "received": received[:200], "accepted": accepted_types}
    return problem(406, "Not acceptable", f"available are {accepted_types}", errors=[row], accepted=types)


def problem(status: int, title: str, detail: str, **members: Any) -> HttpResponse:
    """Return an answer for programs, in the shape of the API's problems (RFC 9457)."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, "errors": [], **members}
    return JsonResponse(body, status=status, content_type="application/problem+json")


@require_safe
def ucode(request: HttpRequest, code: str) -> HttpResponse:
    """Send a tag in the town to its page in the visitor's language."""
    written = code.lower()
    found = by_ucode(written) if UCODE.fullmatch(written) else None
    if found is None:
        raise Http404
    if not found.live:
        return withdrawn(request, found)
    response = HttpResponseRedirect(
        f"/{negotiate(request.headers.get('Accept-Language'))}/{plural(found)}/{found.slug}/"
    )
    patch_vary_headers(response, ["Accept-Language"])
    return response


def withdrawn(request: HttpRequest, found: Standing) -> HttpResponse:
    """Return 410 for a thing that was public once, 404 for one that never was."""
    if not found.withdrawn:
        raise Http404
    language = by_code(negotiate(request.headers.get("Accept-Language")))
    with translation.override(language.code):
        return varied(gone(request, language))


def plural(found: Standing) -> str:
    """Return the first segment of a thing's address; 404 for a kind without a page."""
    try:
        known = kind(found.kind)
    except UnknownKind as error:
        raise Http404 from error
    if not known.has_page:
        raise Http404
    return known.plural


def varied(response: HttpResponse) -> HttpResponse:
    """Say on what the answer depends."""
    patch_vary_headers(response, ["Accept", "Accept-Language"])
    return response
