"""Forms of one character: Japanese (shinjitai), traditional, simplified, variants in names (嶋, 髙, 﨑, 舘).

The table is our own and covers what place, person and era names of the region need. It folds for comparison and search;
it is no translator: 乾 and 干 fold together although a writer of Chinese must tell them apart.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files


def fold(text: str) -> str:
    """Return `text` with every known form replaced by the Japanese one; the length never changes."""
    return text.translate(_folding())


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


@cache
def _folding() -> dict[int, str]:
    """Every form to its Japanese one. A form of two characters (发: 発 and 髪) belongs to the earlier row."""
    kept = {ord(row["japanese"]) for row in _rows()}
    folding: dict[int, str] = {}
    for row in _rows():
        for form in row["traditional"] + row["simplified"] + row["variants"]:
            if ord(form) not in kept:
                folding.setdefault(ord(form), row["japanese"])
    return folding


@cache
def _column(name: str) -> dict[int, str]:
    return {ord(row["japanese"]): row[name] for row in _rows()}
