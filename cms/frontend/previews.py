"""What an editor previews: the visitors' page, from a document that nobody published yet."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from cms import clock
from cms.frontend.details import record_context
from cms.languages.table import by_code
from cms.pages.front_door import FrontDoor


def page_context(request: HttpRequest, document: dict[str, Any], code: str) -> dict[str, Any]:
    """Return the page's context without neighbours: a preview asks only what the revision itself says."""
    return record_context(request, document, None, language=by_code(code), at=clock.now())


def home_view(request: HttpRequest, door: FrontDoor, code: str) -> HttpResponse:
    """Return the home page with an editor's part that nobody published yet."""
    from cms.frontend.views.home import preview

    return preview(request, door, code)
