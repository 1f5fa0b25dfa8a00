"""Every address below /api/ that is none."""

from __future__ import annotations

from typing import Any, Never

from rest_framework.request import Request

from api.endpoint import Endpoint
from api.problems import Problem


class Unknown(Endpoint):
    """Answers 404 as a problem, whatever the method; Django's own answer would be a page."""

    http_method_names = ["get", "head", "post", "put", "patch", "delete", "options"]
    schema = None  # type: ignore[assignment]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> Never:
        """Refuse before anything is read."""
        raise Problem(404, "Not found", f"nothing at {request.path[:200]}; /api/v1/ lists what is here")
