"""Keys that were typed into an address of the staff, and that no row can have: 400, where Wagtail asks the database for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from django.core.exceptions import BadRequest, ValidationError
from django.db import DataError
from django.http import HttpRequest, HttpResponseBase
from django.urls import NoReverseMatch

LARGEST_KEY: Final = 2**31 - 1
"""PostgreSQL's integer, which the smallest of our keys are."""


class ForgedKeysMiddleware:
    """Answers 400 where a view failed on what stands in the address: letters for a number, a number too large, half a UUID.

    What fails for any other reason stays our fault. Wagtail's choosers pass `id` on as it is, forms of ours check it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Raise BadRequest in place of an error that names a value of the address."""
        typed = [value for _, values in request.GET.lists() for value in values]
        typed += request.path_info.split("/")
        if is_about(exception, typed):
            raise BadRequest("The address names something that cannot be there.") from exception


def is_about(exception: Exception, typed: Iterable[str]) -> bool:
    """Return whether an error says that one of the typed values cannot be a key."""
    if isinstance(exception, (OverflowError, DataError)):
        return any(value.isdecimal() and int(value) > LARGEST_KEY for value in map(_unsigned, typed))
    if isinstance(exception, (ValueError, ValidationError, NoReverseMatch)):
        said = str(exception)
        return any(form in said for value in typed if value for form in (repr(value), f"“{value}”"))
    return False


def _unsigned(value: str) -> str:
    return value.strip().removeprefix("-")
