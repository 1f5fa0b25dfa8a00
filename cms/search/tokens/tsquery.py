"""A wish as a tsquery of PostgreSQL, and an index row as a tsvector, for the admin's search of short texts.

Both are written as literals, never through a text search configuration: its parser would cut our tokens again. Columns
are weights (exact A, name B, keys C, text D), and positions of one column never touch those of the next.

PostgreSQL keeps positions up to 16,383 and 255 of one token: in longer texts positions begin anew, and phrases of tokens
that stand in them more often than that are looked for in the first 255 places. A vector may hold 1 MB: LONGEST_TEXT.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Final

from cms.search.tokens.index import COLUMNS, IndexRow
from cms.search.tokens.query import Phrase
from cms.search.tokens.tiers import Both, Clause, Either, Wish
from cms.search.tokens.words import BREAK

LABELS: Final = dict(zip(COLUMNS, "ABCD", strict=True))
LAST_POSITION: Final = 16_383
MOST_POSITIONS: Final = 255
LONGEST_TEXT: Final = 50_000
"""Tokens of one row that are kept; about as many characters, four times the longest story."""


def tsvector(row: IndexRow) -> str:
    """Return the literal of a row."""
    places: dict[str, dict[int, str]] = {}
    for position, (token, label) in enumerate(_tokens(row)):
        if position == LONGEST_TEXT:
            break
        found = places.setdefault(token, {})
        if len(found) < MOST_POSITIONS:
            found.setdefault(position % LAST_POSITION + 1, label)
    return " ".join(
        f"{_quoted(token)}:{','.join(f'{position}{label}' for position, label in found.items())}"
        for token, found in places.items()
    )


def tsquery(wish: Wish) -> str:
    """Return the literal of a wish. Tokens are quoted: nothing typed can be read as an operator."""
    if isinstance(wish, Clause):
        labels = "".join(LABELS[column] for column in wish.columns)
        glue = " | " if wish.any_group else " & "
        return glue.join(f"({' | '.join(_phrase(phrase, labels) for phrase in group)})" for group in wish.groups)
    left, right = tsquery(wish.left), tsquery(wish.right)
    if isinstance(wish, Either):
        return f"({left}) | ({right})"
    return f"({left}) & ({right})" if isinstance(wish, Both) else f"({left}) & !({right})"


def _tokens(row: IndexRow) -> Iterator[tuple[str, str]]:
    for column in fields(row):
        for token in getattr(row, column.name).split():
            yield token, LABELS[column.name]
        yield BREAK, LABELS[column.name]


def _phrase(phrase: Phrase, labels: str) -> str:
    *before, last = [_quoted(token) for token in phrase.tokens]
    ending = f"{last}:{'*' if phrase.prefix else ''}{labels}"
    return f"({' <-> '.join([*(f'{token}:{labels}' for token in before), ending])})"


def _quoted(token: str) -> str:
    return "'" + token.replace("\\", "").replace("'", "") + "'"
