"""Forms of one character: Japanese (shinjitai), traditional, simplified, variants in names (嶋, 髙, 﨑, 舘).

Two tables. Our own (`hanzi.csv`) has what place, person and era names of the region need and wins; behind it stand the
characters of OpenCC (`opencc/`), some four thousand more. Both fold for comparison and search; they are no translator.

A simplified character that stands for several (发: 発 and 髪) folds to the commonest of them, one that is itself in use
(里 for 裏, 面 for 麺) stays: `others` says what else a writer of Chinese may mean by it.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Final

_BOTH: Final = frozenset("里面后云叶谷斗志曲果暗征准杯制娘松")
"""Words of their own in Japanese, and simplified forms of others (裏 麺 後 雲 葉 穀 闘): they fold to themselves."""


def fold(text: str) -> str:
    """Return `text` with every known form replaced by the Japanese one; the length never changes."""
    return text.translate(_folding())


def others(character: str) -> tuple[str, ...]:
    """Return the folded characters that a folded one is not told apart from in Chinese: 面 for 麺, 髪 for 発."""
    return _confused().get(character, ())


def is_chinese(text: str) -> bool:
    """Whether `text` holds a simplified character that no writer of Japanese uses (众, 乐, 园)."""
    return any(character in _simplified_only() for character in text)


def to_simplified(text: str) -> str:
    """Return Japanese `text` in simplified characters, one for one. For era names, not for prose."""
    return text.translate(_column("simplified"))


def to_traditional(text: str) -> str:
    """Return Japanese `text` in traditional characters, one for one. For era names, not for prose."""
    return text.translate(_column("traditional"))


@cache
def _rows() -> tuple[dict[str, str], ...]:
    table = files(__package__).joinpath("hanzi.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(table.splitlines()))


def _opencc(name: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Rows of one table of OpenCC: a character and the characters it stands for, those of one code point only."""
    text = files(__package__).joinpath("opencc", f"{name}.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        form, _, meant = line.partition("\t")
        if meant and len(form) == 1:
            yield form, tuple(character for character in meant.split() if len(character) == 1)


@cache
def _folding() -> dict[int, str]:
    """Every form to its Japanese one. A form of two characters (发: 発 and 髪) belongs to the earlier row.

    What OpenCC adds goes through traditional characters to the Japanese ones; no character that a row of ours or the
    Japanese table writes as it is moves.
    """
    kept = {row["japanese"] for row in _rows()} | _BOTH
    folding: dict[str, str] = {}
    for row in _rows():
        for form in row["traditional"] + row["simplified"] + row["variants"]:
            if form not in kept:
                folding.setdefault(form, row["japanese"])
    for japanese, old in _opencc("JPShinjitaiCharacters"):
        kept.add(japanese)
        for form in old:
            if form not in kept and japanese not in folding:
                folding.setdefault(form, japanese)
    for standard, forms in (*_opencc("TWVariants"), *_opencc("HKVariants")):
        for form in forms:
            if form not in kept:
                folding.setdefault(form, folding.get(standard, standard))
    for simplified, meant in _opencc("STCharacters"):
        if simplified not in kept and simplified not in meant:
            folding.setdefault(simplified, folding.get(meant[0], meant[0]))
    return {ord(form): _end(form, folding) for form in folding}


def _end(form: str, folding: dict[str, str]) -> str:
    """Return where a chain of forms ends; one that goes in a circle ends before it closes."""
    passed = {form}
    while (onward := folding.get(form)) is not None and onward not in passed:
        passed.add(onward)
        form = onward
    return form


@cache
def _confused() -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for simplified, meant in _opencc("STCharacters"):
        alike = list(dict.fromkeys(fold(character) for character in (simplified, *meant)))
        for character in alike if len(alike) > 1 else ():
            found[character].update(dict.fromkeys(other for other in alike if other != character))
    return {character: tuple(alike) for character, alike in found.items()}


@cache
def _simplified_only() -> frozenset[str]:
    japanese = {row["japanese"] for row in _rows()} | {character for character, _ in _opencc("JPShinjitaiCharacters")}
    traditional = {character for _, meant in _opencc("STCharacters") for character in meant}
    return frozenset(character for character, _ in _opencc("STCharacters")) - japanese - traditional


@cache
def _column(name: str) -> dict[int, str]:
    return {ord(row["japanese"]): row[name] for row in _rows()}
