"""What is looked for near something else, parted from that: of *where to eat near the castle*, *where to eat*.

No text says of a restaurant that it is near the castle; the map does.
"""

from __future__ import annotations

import re
from typing import Final

from cms.search.tokens.query import LONGEST_QUERY

_BEFORE: Final = re.compile(
    r"^(?P<what>.+?)\s+(?:near(?:by)?|close\s+to|next\s+to|around|pr[eè]s\s+d(?:e\b|es\b|u\b|['’])|autour\s+d(?:e\b|es\b|u\b|['’])|[aà]\s+c[oô]t[eé]\s+d(?:e\b|es\b|u\b|['’])).*\S",
    re.IGNORECASE,
)
"""English and French say the place behind."""

_BEHIND: Final = re.compile(
    r"^\S.*?(?:の?(?:近く|ちかく|周辺|付近|そば)[のでにな]?|(?:附近|旁[边邊]|周[边邊])[的有]?|\s?(?:근처|주변|가까운)(?:에서|에|의)?)\s*(?P<what>\S.*)$"
)
"""Japanese, Chinese and Korean before."""


def without_place(query: str) -> str:
    """Return what is looked for near a place, empty where no place is spoken of."""
    text = " ".join(query[:LONGEST_QUERY].split())
    match = _BEFORE.match(text) or _BEHIND.match(text)
    return match["what"] if match else ""


__all__ = ["without_place"]
