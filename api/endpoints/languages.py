"""Which languages there are, and how much each has to read."""

from __future__ import annotations

from api.answers import Answer, as_bytes
from api.endpoint import Endpoint
from api.parameters import Asked
from cms.languages.table import LANGUAGES
from cms.publishing.selectors import own_texts


class Languages(Endpoint):
    """All languages with the number of places and items that have text of their own; the rest falls back."""

    operation = "languages"
    schema_name = "languages"

    def answer(self, asked: Asked, **path: str) -> Answer:
        """Return the table of languages with counts."""
        counts = own_texts(("place", "item"))
        rows = [
            {
                "code": language.code,
                "name": language.english_name,
                "native_name": language.native_name,
                "places": counts.get((language.code, "place"), 0),
                "items": counts.get((language.code, "item"), 0),
            }
            for language in LANGUAGES
        ]
        return Answer(as_bytes(rows), asked.lang)
