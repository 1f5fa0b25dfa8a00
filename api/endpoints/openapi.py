"""The description of this API for machines."""

from __future__ import annotations

from functools import cache

from api.answers import Answer
from api.endpoint import Endpoint
from api.openapi.generation import FILE
from api.parameters import Asked


class OpenApi(Endpoint):
    """This document."""

    operation = "openapi"

    def answer(self, asked: Asked, **path: str) -> Answer:
        """Return the committed document; a test holds it to the code."""
        return Answer(stored(), "en", max_age=3600)


@cache
def stored() -> bytes:
    """Return the file, read once per process."""
    return FILE.read_bytes()
