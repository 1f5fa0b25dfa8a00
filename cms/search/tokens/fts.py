"""A wish as a MATCH expression of SQLite's FTS5, and the table that it is asked of.

Written against SQLite 3.40 (Debian 12): an ordinary table, because that version cannot delete from a contentless one.
"""

from __future__ import annotations

from typing import Final

from cms.search.tokens.query import Phrase
from cms.search.tokens.tiers import Both, Clause, Either, Wish

TOKENIZER: Final = "unicode61 remove_diacritics 0"
"""Cuts at spaces and keeps our tokens whole; they are folded already."""


def match_expression(wish: Wish) -> str:
    """Return the MATCH operand for a wish.

    Only quoted tokens and fixed operators are in it: nothing typed can be read as syntax.
    """
    if isinstance(wish, Clause):
        glue = " OR " if wish.any_group else " AND "
        words = glue.join(f"({' OR '.join(_phrase(phrase) for phrase in group)})" for group in wish.groups)
        return f"{{{' '.join(wish.columns)}}} : ({words})"
    operator = "OR" if isinstance(wish, Either) else "AND" if isinstance(wish, Both) else "NOT"
    return f"({match_expression(wish.left)}) {operator} ({match_expression(wish.right)})"


def _phrase(phrase: Phrase) -> str:
    tokens = " ".join(token.replace('"', "") for token in phrase.tokens)
    return f'"{tokens}"' + (" *" if phrase.prefix else "")
