"""Which kanji sound alike, so that a name in which a keyboard chose the wrong one is still known: 津山条 for 津山城.

From Unihan (`unihan/`). It also says what one kanji may sound like, for a name that is typed half in kana (つやま城), and
never what a name is read like.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import Final

from cms.languages import hanzi, romaji

MOST_READINGS: Final = 4
"""Readings of one kanji that are tried; the first are the common ones."""


def sound_alike(one: str, other: str) -> bool:
    """Whether two kanji share a Japanese reading, or a Chinese one but for the tone. False where one is not known."""
    sounds = _sounds()
    return not sounds.get(one, frozenset()).isdisjoint(sounds.get(other, frozenset()))


@cache
def readings(kanji: str) -> tuple[str, ...]:
    """Return the first Japanese readings of a folded kanji in hiragana, those from Chinese before its own; none for none."""
    spelled = _japanese().get(kanji, ())
    return tuple(dict.fromkeys(kana for word in spelled if (kana := romaji.to_kana(word))))[:MOST_READINGS]


@cache
def _japanese() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for row in _rows():
        kanji = hanzi.fold(row["kanji"])
        found[kanji] = (*found.get(kanji, ()), *row["japanese"].split())
    return found


@cache
def _rows() -> tuple[dict[str, str], ...]:
    table = files(__package__).joinpath("unihan", "sounds.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(table.splitlines()))


@cache
def _sounds() -> dict[str, frozenset[str]]:
    """Readings by folded kanji; Chinese ones are marked, for chang is no Japanese sound and gan is both."""
    found: dict[str, frozenset[str]] = {}
    for row in _rows():
        chinese = (f"zh:{reading}" for reading in row["chinese"].split())
        kanji = hanzi.fold(row["kanji"])
        found[kanji] = found.get(kanji, frozenset()).union(row["japanese"].split(), chinese)
    return found
