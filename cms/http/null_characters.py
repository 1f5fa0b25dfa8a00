"""No question of the staff holds a null character: PostgreSQL keeps none in a text, and no person types one."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponseBase


class NullCharactersMiddleware:
    """Drops null characters from the query, which Wagtail would hand to the database as it is; answers 400 to one in the path.

    What visitors may ask is read by our own code, which drops or refuses them; forms refuse them box by box.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, or refuse."""
        if "\0" in request.path_info:
            raise BadRequest("The address holds a null character.")
        while "%00" in (query := request.META.get("QUERY_STRING", "")):
            request.META["QUERY_STRING"] = query.replace("%00", "")
        return self.get_response(request)
