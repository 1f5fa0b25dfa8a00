"""Words that a visitor uses for what the city calls otherwise: お城 for 城, 珈琲 for コーヒー, waterfall for falls.

The table is directed and small. It widens a query and never the index, so that a change needs no rebuilding.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import Final

from cms.search.tokens.folding import fold

_MOST_VARIANTS: Final = 6


def variants(folded: str) -> tuple[str, ...]:
    """Return other writings of a folded query word, at most six; empty where the table knows none.

    In scripts without spaces a term is replaced inside the word (津山祭り -> 津山まつり), a Latin term only as a whole.
    """
    found: dict[str, None] = {}
    for term, also in _table():
        if folded == term or (not term.isascii() and term in folded):
            found.setdefault(folded.replace(term, also))
    found.pop(folded, None)
    return tuple(found)[:_MOST_VARIANTS]


@cache
def _table() -> tuple[tuple[str, str], ...]:
    """Folded pairs, longer terms first, so that 祭り is tried before 祭."""
    text = files(__package__).joinpath("synonyms.csv").read_text(encoding="utf-8")
    pairs = [(fold(row["term"]), fold(row["also"])) for row in csv.DictReader(text.splitlines())]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))
