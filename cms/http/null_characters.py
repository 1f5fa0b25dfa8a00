"""No address of the staff holds a null character: PostgreSQL keeps none in a text, and no person types one."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponseBase


class NullCharactersMiddleware:
    """Answers 400 to a path or query with a null character, which Wagtail would hand to the database as it is.

    What visitors may ask is read by our own code, which drops or refuses them; forms refuse them box by box.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, or refuse."""
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("The address holds a null character.")
        return self.get_response(request)
