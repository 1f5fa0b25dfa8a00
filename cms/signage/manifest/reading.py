"""How long a slide stays: long enough to be read, short enough that the next language is never far."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable
from typing import Final

SHORTEST, USUAL, LONGEST = 8, 20, 30
"""Seconds. A record's slide lasts 8 to 20 s; a board of several places may take 30 s."""

CHARACTERS_PER_SECOND: Final = 4
ARRIVAL: Final = 3
"""Seconds in which eyes find the sign before they read."""

ALPHABET_RATIO: Final = 2.5
"""So many letters of an alphabet are read in the time of one full-width character."""


def characters(text: str) -> float:
    """Return the length of a text in full-width characters."""
    return sum(1 if unicodedata.east_asian_width(letter) in "WF" else 1 / ALPHABET_RATIO for letter in text)


def seconds(texts: Iterable[str], *, longest: int = USUAL) -> int:
    """Return whole seconds: characters / 4 per second + 3 s, at least 8 and at most `longest` (never over 30)."""
    read = math.ceil(characters("".join(texts)) / CHARACTERS_PER_SECOND + ARRIVAL)
    return max(SHORTEST, min(read, longest, LONGEST))
