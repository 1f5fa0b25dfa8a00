"""What surrounds every page: title, addresses in the other languages, the words for the scripts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from cms.frontend.words import words
from cms.languages.table import LANGUAGES, Language

FRESH_SECONDS = 30
"""Pages show opening states, so nothing may hold them longer."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of the language switch: the same page in another language."""

    code: str
    native_name: str
    html_lang: str
    hreflang: str | None
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Alternate:
    """One hreflang line: only languages with a text of their own."""

    hreflang: str
    url: str


def origin(request: HttpRequest) -> str:
    """Return the public origin without a slash at the end."""
    return (settings.PUBLIC_URL or request.build_absolute_uri("/")).rstrip("/")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a page lives: `path` follows `/{lang}/`.

    `own` are the languages with text of their own (all, when None); `given` is the language that a page shown by fallback really has;
    `default` is the root-relative address for x-default; `query` is kept by the language switch.
    """

    path: str
    own: Collection[str] | None = None
    given: str = ""
    default: str = ""
    query: str = ""


def frame(
    request: HttpRequest, language: Language, at: Address, *, title: str, description: str = "", section: str = ""
) -> dict[str, Any]:
    """Return what base.html reads; `section` is the navigation's current entry."""
    base = origin(request)
    name = _("Kakuzan")
    alternates = [
        Alternate(choice.hreflang, f"{base}/{choice.code}/{at.path}")
        for choice in LANGUAGES
        if choice.hreflang and (at.own is None or choice.code in at.own)
    ]
    if at.default:
        alternates.append(Alternate("x-default", f"{base}{at.default}"))
    suffix = f"?{at.query}" if at.query else ""
    return {
        "alternates": alternates,
        "canonical": f"{base}/{at.given or language.code}/{at.path}",
        "demo": settings.PROFILE == "run",
        "description": description,
        "language": language,
        "origin": base,
        "section": section,
        "site": {"name": name, "tagline": _("Tsuyama castle town")},
        "switch": [
            Choice(
                c.code, c.native_name, c.html_lang, c.hreflang, f"/{c.code}/{at.path}{suffix}", c.code == language.code
            )
            for c in LANGUAGES
        ],
        "title": f"{title} – {name}" if title else f"{name} – {_('Tsuyama castle town')}",
        "words": words(),
    }


def page(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200, given: str = ""
) -> HttpResponse:
    """Return a rendered page that caches may hold for half a minute."""
    response = render(request, f"cms_frontend/{template}", context, status=status)
    response.headers["Content-Language"] = given or context["language"].code
    patch_cache_control(response, public=True, max_age=FRESH_SECONDS)
    return response
