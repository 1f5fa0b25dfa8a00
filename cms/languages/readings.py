"""The confirmed readings of this site, as a glossary that can be applied."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files

from cms.languages.models import CONFIRMED, Reading
from cms.languages.ruby import Entry, Glossary


def glossary() -> Glossary:
    """Return the glossary of all confirmed readings, as they are now: one query."""
    return _built(tuple(Reading.objects.filter(status=CONFIRMED).values_list("surface", "reading")))


def surfaces() -> tuple[str, ...]:
    """Return the names in kanji whose reading somebody confirmed, as they are now: one query."""
    return tuple(Reading.objects.filter(status=CONFIRMED).values_list("surface", flat=True))


@lru_cache(maxsize=2)
def _built(rows: tuple[tuple[str, str], ...]) -> Glossary:
    return Glossary(Entry(surface, reading, confirmed=True) for surface, reading in rows)


@lru_cache(maxsize=1)
def easy_words() -> tuple[Entry, ...]:
    """Return everyday words with their kana, for easy Japanese alone, where every word in kanji needs a reading.

    They are guesses beside the glossary: no name that somebody confirmed is ever swallowed by one.
    """
    words = json.loads(files("cms.languages").joinpath("easy_words.json").read_text(encoding="utf-8"))
    return tuple(Entry(surface, reading) for surface, reading in words.items())
