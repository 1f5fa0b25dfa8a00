"""Which kanji sound alike, so that a name in which a keyboard chose the wrong one is still known: 津山条 for 津山城.

From Unihan (`unihan/`). It answers one question about two characters, and never what a name is read like.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

from cms.languages import hanzi


def sound_alike(one: str, other: str) -> bool:
    """Whether two kanji share a Japanese reading, or a Chinese one but for the tone. False where one is not known."""
    sounds = _sounds()
    return not sounds.get(one, frozenset()).isdisjoint(sounds.get(other, frozenset()))


@cache
def _sounds() -> dict[str, frozenset[str]]:
    """Readings by folded kanji; Chinese ones are marked, for chang is no Japanese sound and gan is both."""
    table = files(__package__).joinpath("unihan", "sounds.csv").read_text(encoding="utf-8")
    found: dict[str, frozenset[str]] = {}
    for row in csv.DictReader(table.splitlines()):
        chinese = (f"zh:{reading}" for reading in row["chinese"].split())
        kanji = hanzi.fold(row["kanji"])
        found[kanji] = found.get(kanji, frozenset()).union(row["japanese"].split(), chinese)
    return found
