"""A query plan as a MATCH expression of SQLite's FTS5, and the table that it is asked of.

Written against SQLite 3.40 (Debian 12): an ordinary table, because that version cannot delete from a contentless one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from cms.search.tokens.index import WEIGHTS
from cms.search.tokens.query import Group, Phrase, QueryPlan

TOKENIZER: Final = "unicode61 remove_diacritics 0"
"""Cuts at spaces and keeps our tokens whole; they are folded already."""

COLUMNS: Final = tuple(WEIGHTS)


def match_expression(plan: QueryPlan, *, any_word: bool = False) -> str | None:
    """Return the MATCH operand for a plan: every group, or with `any_word` one of them; None where nothing is asked.

    Only quoted tokens and fixed operators are in it: nothing typed can be read as syntax.
    """
    if plan.is_empty:
        return None
    glue = " OR " if any_word else " AND "
    return _expression(plan, COLUMNS[1:], glue)


def names_expression(plan: QueryPlan) -> str:
    """Return the MATCH operand for a plan that is not empty, asked of all columns but the text."""
    return _expression(plan, [column for column in COLUMNS[1:] if column != "text"], " AND ")


def exact_expression(plan: QueryPlan) -> str:
    """Return the MATCH operand for things whose whole name, or a part of it in brackets, is what was asked for."""
    return f"{COLUMNS[0]} : ({' OR '.join(_quoted((token,)) for token in plan.exact)})"


def rank_expression(table: str, *, leading_columns: int = 0) -> str:
    """Return the SQL for bm25 with our weights (lower is better), after `leading_columns` unindexed columns."""
    weights = ", ".join(["0"] * leading_columns + [str(weight) for weight in WEIGHTS.values()])
    return f"bm25({table}, {weights})"


def _expression(plan: QueryPlan, columns: Sequence[str], glue: str) -> str:
    expression = f"{{{' '.join(columns)}}} : ({glue.join(_group(group) for group in plan.groups)})"
    return f"{expression} OR {exact_expression(plan)}" if plan.exact else expression


def _group(group: Group) -> str:
    return f"({' OR '.join(_phrase(phrase) for phrase in group.phrases)})"


def _phrase(phrase: Phrase) -> str:
    return _quoted(phrase.tokens) + (" *" if phrase.prefix else "")


def _quoted(tokens: tuple[str, ...]) -> str:
    return '"' + " ".join(token.replace('"', "") for token in tokens) + '"'
