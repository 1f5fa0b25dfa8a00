"""A wish as tsqueries of PostgreSQL and an index row as lexemes, so that its GIN index answers and no row is looked at.

A GIN index knows neither weights nor positions: who asks with them makes the database fetch and read every vector that
might fit. So a lexeme says by its first letter where it stands: E is a whole name, N stands in the name, K in name or keys,
T in name, keys or text, the sets of columns that wishes name. Small letters are tokens in a row: n and k up to IN_A_ROW
from each place on, t pairs. A longer phrase in a text is not told by its pairs for certain: those rows alone are looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from cms.search.tokens.index import LEADING, IndexRow
from cms.search.tokens.query import Phrase
from cms.search.tokens.tiers import Both, Clause, Either, Wish
from cms.search.tokens.words import BREAK

SETS: Final = {
    **{("exact",): "E", ("name",): "N", ("name", "keys"): "K", ("name", "keys", "text"): "T"},
    ("text",): "T",
}
HELD: Final = {"name": "NKT", "keys": "KT", "text": "T"}
"""The letter of a set of columns, and the sets that each column belongs to.

Of texts alone only tokens marked as LEADING are wished for, which stand in no name.
"""

LOOKED_AT: Final = {"E": "exact", "N": "name", "K": "named", "T": "words"}
"""The column of a row that holds all the tokens of a set, with a space around each."""

IN_A_ROW: Final = 6
LONGEST_WHOLE: Final = 400
"""Characters of a whole name: more than any query has. PostgreSQL takes lexemes of 2 kB."""

LONGEST: Final = 900_000
"""Bytes of a row's lexemes: PostgreSQL refuses vectors above 1 MB. What a text holds beyond is not found."""

MOST_BYTES: Final = 4
"""Of a character, and of what a vector keeps beside each lexeme."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What to ask for a wish: the rows of `sure`, and those of `unsure` that pass the check. Either may be empty.

    `check` is a condition on the columns LOOKED_AT with its parameters; no row is in both.
    """

    sure: str
    unsure: str = ""
    check: str = ""
    parameters: tuple[str, ...] = ()


def asked(wish: Wish) -> Asked:
    """Return what to ask for a wish. Lexemes are quoted: nothing typed can be read as an operator."""
    sure, widest = _query(wish, certain=True), _query(wish, certain=False)
    if sure == widest:
        return Asked(sure)
    check, parameters = _check(wish)
    return Asked(sure, f"({widest}) & !({sure})" if sure else widest, check, tuple(parameters))


def tsvector(row: IndexRow) -> str:
    """Return the literal of a row's lexemes."""
    return " ".join(_quoted(lexeme) for lexeme in lexemes(row))


def lexemes(row: IndexRow) -> list[str]:
    """Return what the index holds of a row, each once, names before texts."""
    found = dict.fromkeys(f"E{token[:LONGEST_WHOLE]}" for token in row.exact.split())
    for column, letters in HELD.items():
        held = getattr(row, column).split()
        found |= dict.fromkeys(letter + token for letter in letters for token in held if token != BREAK)
        found |= dict.fromkeys(f"t{one} {two}" for one, two in pairwise(held) if one != BREAK != two)
        for letter in letters.lower().rstrip("t"):
            found |= dict.fromkeys(letter + stretch for stretch in _stretches(held))
    if (sum(map(len, found)) + len(found)) * MOST_BYTES < LONGEST:
        return list(found)
    return list(_fitting(found))


def looked_at(row: IndexRow) -> tuple[str, str, str, str]:
    """Return the columns LOOKED_AT of a row."""
    named = f" {row.name} {BREAK} {row.keys} "
    return f" {row.exact} ", f" {row.name} ", named, f"{named}{BREAK} {row.text} "


def _stretches(held: list[str]) -> Iterator[str]:
    """The tokens from each place on, up to a break, with a space behind each."""
    for place in range(len(held) - 1):
        stretch = held[place : place + IN_A_ROW]
        if BREAK in stretch:
            stretch = stretch[: stretch.index(BREAK)]
        if len(stretch) > 1:
            yield f"{' '.join(stretch)} "


def _fitting(found: dict[str, None]) -> Iterator[str]:
    left = LONGEST
    for lexeme in found:
        left -= len(lexeme.encode()) + MOST_BYTES
        if left < 0:
            return
        yield lexeme


def _query(wish: Wish, *, certain: bool) -> str:
    """The tsquery of the rows that fulfil a wish for certain, or of all that may; empty for none."""
    if isinstance(wish, Clause):
        return _clause(wish, certain=certain)
    left = _query(wish.left, certain=certain)
    if isinstance(wish, Either | Both):
        right = _query(wish.right, certain=certain)
        if left and right:
            return f"({left}) {'|' if isinstance(wish, Either) else '&'} ({right})"
        return left or right if isinstance(wish, Either) else ""
    right = _query(wish.right, certain=not certain)
    return f"({left}) & !({right})" if left and right else left


def _clause(wish: Clause, *, certain: bool) -> str:
    letter = SETS[wish.columns]
    groups = [list(filter(None, (_phrase(one, letter, certain=certain) for one in group))) for group in wish.groups]
    if not (any(groups) if wish.any_group else all(groups)):
        return ""
    return (" | " if wish.any_group else " & ").join(f"({' | '.join(group)})" for group in groups if group)


def _phrase(phrase: Phrase, letter: str, *, certain: bool) -> str:
    """One phrase in a set of columns. That of a text is certain where it stands in names, and as a pair."""
    tokens, count = phrase.tokens, len(phrase.tokens)
    if count == 1:
        return _quoted(letter + tokens[0]) + ":*" * phrase.prefix
    if letter == "T" and (count == 2 or not certain):
        *before, last = (_quoted(f"t{one} {two}") for one, two in pairwise(tokens))
        return f"({' & '.join([*before, last + ':*' * phrase.prefix])})"
    if certain and (count > IN_A_ROW or tokens[0].startswith(LEADING)):
        return ""
    small = "k" if letter == "T" else letter.lower()
    ending = "" if phrase.prefix and count <= IN_A_ROW else " "
    return _quoted(f"{small}{' '.join(tokens[:IN_A_ROW])}{ending}") + ":*"


def _quoted(lexeme: str) -> str:
    return "'" + lexeme.replace("\\", "").replace("'", "") + "'"


def _check(wish: Wish) -> tuple[str, list[str]]:
    """The wish as a condition on a row's own columns."""
    if not isinstance(wish, Clause):
        left, parameters = _check(wish.left)
        right, others = _check(wish.right)
        glue = "OR" if isinstance(wish, Either) else "AND" if isinstance(wish, Both) else "AND NOT"
        return f"({left} {glue} {right})", [*parameters, *others]
    column = LOOKED_AT[SETS[wish.columns]]
    groups = [f"({' OR '.join([f'strpos({column}, %s) > 0'] * len(group))})" for group in wish.groups]
    found = [f" {' '.join(phrase.tokens)}{'' if phrase.prefix else ' '}" for group in wish.groups for phrase in group]
    return f"({(' OR ' if wish.any_group else ' AND ').join(groups)})", found
