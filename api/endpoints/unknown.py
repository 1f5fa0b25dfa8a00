"""Every address below /api/ that is none."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from api.endpoint import Endpoint
from api.problems import Problem, response


class Unknown(Endpoint):
    """Answers 404 as a problem, whatever the method; Django's own answer would be a page."""

    schema = None  # type: ignore[assignment]

    def dispatch(self, request: HttpRequest, *args: Any, **path: str) -> HttpResponse:  # type: ignore[override]
        """Refuse before anything is read."""
        return response(Problem(404, "Not found", f"nothing at {request.path[:200]}; /api/v1/ lists what is here"))
