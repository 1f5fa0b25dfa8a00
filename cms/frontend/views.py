"""Visitors' pages, made from stored documents."""

from __future__ import annotations

import orjson
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from cms import clock
from cms.languages.table import UnknownLanguage, by_code
from cms.publishing.selectors import detail
from cms.records.kinds import UnknownKind, by_plural


def record_page(request: HttpRequest, lang: str, plural: str, slug: str) -> HttpResponse:
    """Show one record in one language."""
    try:
        language, kind = by_code(lang), by_plural(plural)
    except (UnknownLanguage, UnknownKind) as error:
        raise Http404 from error
    found = detail(language.code, kind=kind.name, slug=slug)
    if found is None:
        raise Http404
    document = orjson.loads(found.full.replace(b"@ORIGIN@", b""))
    with translation.override(language.code):
        return render(
            request, kind.page_template, {"document": document, "language": language, "state": found.opening(clock.now())}
        )
