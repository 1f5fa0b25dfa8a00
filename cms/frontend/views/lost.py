"""404, 410 and 500 in the visitor's language. None of them asks the database."""

from __future__ import annotations

import sys
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from cms.frontend.frame import Address, frame, page
from cms.http.outage import RETRY, is_outage
from cms.languages.table import Language, UnknownLanguage, by_code, negotiate


def missing(request: HttpRequest, language: Language) -> HttpResponse:
    """Return the 404 page."""
    text = _("Perhaps the address was cut off. Search, or start from the home page.")
    return _lost(request, language, 404, _("There is no such page"), text)


def gone(request: HttpRequest, language: Language) -> HttpResponse:
    """Return the 410 page of a thing that was withdrawn."""
    text = _("The city took it from the guide. Other places are still here.")
    return _lost(request, language, 410, _("This page is no longer here"), text)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer an address outside the language folders (handler404)."""
    language = reader(request)
    with translation.override(language.code):
        return missing(request, language)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer when we failed (handler500), 503 where it is the database; a template that fails as well leaves a bare sentence."""
    language, away = reader(request), is_outage(sys.exc_info()[1])
    answer = _server_error(request, language, 503 if away else 500)
    if away:
        answer.headers["Retry-After"] = RETRY["Retry-After"]
    return answer


def _server_error(request: HttpRequest, language: Language, status: int) -> HttpResponse:
    with translation.override(language.code):
        try:
            text = _("The fault is ours. Please try again in a minute.")
            return _lost(request, language, status, _("Something went wrong"), text)
        except Exception:  # noqa: BLE001 - the last line of defence must not raise
            return HttpResponse(str(status), status=status, content_type="text/plain")


def reader(request: HttpRequest) -> Language:
    """Return the language of the address if it has one, else that of Accept-Language."""
    first = request.path_info.strip("/").split("/", 1)[0]
    try:
        return by_code(first)
    except UnknownLanguage:
        return by_code(negotiate(request.headers.get("Accept-Language")))


def _lost(request: HttpRequest, language: Language, status: int, heading: str, text: str) -> HttpResponse:
    context: dict[str, Any] = frame(request, language, Address(""), title=heading)
    context.update(alternates=[], canonical="", heading=heading, noindex=True, text=text)
    return page(request, "error.html", context, status=status)
