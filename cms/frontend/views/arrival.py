"""The language and the record that an address names, or the page that says it is gone."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.http import require_safe

from cms.languages.table import Language, UnknownLanguage, by_code

P = ParamSpec("P")


class Gone(Exception):
    """The thing was here and was withdrawn; answers become 410."""


def in_language(
    view: Callable[Concatenate[HttpRequest, Language, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, str, P], HttpResponse]:
    """Give a view its Language for the address's first segment, with that language active; 404 for no language of ours."""

    @wraps(view)
    def wrapped(request: HttpRequest, lang: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        from cms.frontend.views.lost import gone, missing

        try:
            language = by_code(lang)
        except UnknownLanguage as error:
            raise Http404 from error
        if lang != language.code:
            raise Http404
        with translation.override(language.code):
            try:
                return view(request, language, *args, **kwargs)
            except Gone:
                return gone(request, language)
            except Http404:
                return missing(request, language)

    safe: Any = require_safe(wrapped)
    return safe  # type: ignore[no-any-return]
