"""What a thing is and was called: by these names, readings and numbers it is found as a whole, completed and mended to."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from cms.search.tokens import suggestion_keys

BEHIND_WHOLE_NAMES: Final = 100
BEHIND_WORDS: Final = 200
_MENTIONED: Final = re.compile(r"[ァ-ヺー]{4,}|[^\W\d_ぁ-ヿ㐀-鿿가-힣]{4,}")
Documents = Mapping[str, tuple[Mapping[str, Any], Mapping[str, Any]]]
"""Summary and full document by language."""


@dataclass(frozen=True, slots=True)
class Named:
    """`own` are the names shown, of every language, each once, `reading` their kana, `other` pairs of another name and its
    kana; either kana may be empty. `all` are all of those names, `readings` the kana that are known. `numbers` tell the
    thing from all others: what it is registered by now and was before."""

    own: tuple[str, ...]
    reading: str
    other: tuple[tuple[str, str], ...]
    all: tuple[str, ...]
    readings: tuple[str, ...]
    numbers: tuple[str, ...]

    @property
    def keys(self) -> dict[str, int]:
        """Return what a suggestion may begin with, and its place: whole names before later words and numbers, short before
        long."""
        pairs = (*((name, self.reading) for name in self.own), *self.other)
        places: dict[str, int] = {}
        for name, reading in pairs:
            for position, key in enumerate(suggestion_keys(name, [reading] if reading else [])):
                place = len(key) + (BEHIND_WHOLE_NAMES if position else 0)
                places[key] = min(place, places.get(key, place))
        for number in self.numbers:
            for key in suggestion_keys(number)[:1]:
                places.setdefault(key, len(key) + BEHIND_WORDS)
        return places


def named(documents: Documents, ucode: str | None) -> Named:
    """Return what the documents of one thing call it; those of an older release know no other names."""
    fulls = [full for _, full in documents.values()]
    first = fulls[0]
    own, reading = dict.fromkeys(full["name"] for full in fulls if full["name"]), first["reading"]
    other = tuple((row["text"], row["reading"]) for row in first.get("names", ()))
    numbers = (first.get("accession_number"), *first.get("former_numbers", ()), ucode)
    return Named(
        own=tuple(own),
        reading=reading,
        other=other,
        all=tuple(own | dict.fromkeys(name for name, _ in other)),
        readings=tuple(dict.fromkeys(filter(None, (reading, *(kana for _, kana in other))))),
        numbers=tuple(number for number in numbers if number),
    )


def mentioned(documents: Documents) -> Sequence[str]:
    """Return what may be names of makers and places in what introduces a thing: capitalised words, long ones in katakana."""
    texts = dict.fromkeys(full["short"] or full.get("lead") or "" for _, full in documents.values())
    words = (word for text in texts for word in _MENTIONED.findall(text))
    return list(dict.fromkeys(word for word in words if not word[0].islower()))


def labels(documents: Documents) -> Sequence[str]:
    """Return the names of the category and the tags, in all languages."""
    words = (word for _, full in documents.values() for word in (full["category"], *full["tags"]) if word)
    return list(dict.fromkeys(word["name"] for word in words))


__all__ = ["Documents", "Named", "labels", "mentioned", "named"]
