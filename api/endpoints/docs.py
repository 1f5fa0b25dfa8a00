"""The documentation for people."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from api.endpoint import Endpoint
from api.openapi.page import page


class Docs(Endpoint):
    """Every address with its parameters, answers and errors, as a page."""

    schema = None  # type: ignore[assignment]

    def prepare(self, request: HttpRequest) -> None:
        """Take whatever a browser sends: this is the one address here that is a page."""

    def get(self, request: HttpRequest, **path: str) -> HttpResponse:
        """Return the page."""
        return HttpResponse(page(), headers={"Cache-Control": "public, max-age=3600", "Content-Language": "en"})

    head = get
