"""The root of the API: where everything is."""

from __future__ import annotations

from typing import Final

from api.answers import ORIGIN, Answer, as_bytes
from api.endpoint import Endpoint
from api.parameters import Asked

ADDRESSES: Final = {
    **{name: name for name in ("places", "items", "events", "tours", "stories")},
    "inspire": "before/inspire",
    "nearby": "during/nearby",
    "alerts": "during/alerts",
    "recap": "after/recap",
    "search": "search",
    "suggest": "search/suggest",
    "changes": "changes",
    "languages": "languages",
    "openapi": "openapi.json",
    "docs": "docs/",
}


class Index(Endpoint):
    """Links to everything that this API answers."""

    operation = "index"
    schema_name = "index"

    def answer(self, asked: Asked, **path: str) -> Answer:
        """Return name → absolute address."""
        return Answer(
            as_bytes({name: f"{ORIGIN.decode()}/api/v1/{rest}" for name, rest in ADDRESSES.items()}), asked.lang
        )
