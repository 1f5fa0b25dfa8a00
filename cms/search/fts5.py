"""SQLite as a search engine: one ordinary FTS5 table per language over our own tokens (ADR 0004)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.db import connection

from cms.languages.table import CODES
from cms.search.sql import ENTRIES, Matching, table
from cms.search.tokens import COLUMNS, TOKENIZER, IndexRow, Wish, match_expression

GO: Final = "cms_search_tokens_go"

STEP: Final = 200
"""Pages that one step of merging writes, in some hundredths of a second."""

MOST_STEPS: Final = 25


def create_statements() -> list[str]:
    """Return the statements that make the token tables.

    A query of one character asks for all tokens that begin with it: `prefix` keeps what else would be merged each time.
    """
    return [
        f"CREATE VIRTUAL TABLE IF NOT EXISTS {table(code)} USING fts5({', '.join(COLUMNS)}, tokenize='{TOKENIZER}', prefix='1')"
        for code in CODES
    ]


def drop_statements() -> list[str]:
    """Return the statements that remove the token tables."""
    return [f"DROP TABLE IF EXISTS {table(code)}" for code in CODES]


def create_triggers() -> list[str]:
    """Return the statements that let tokens go with their entries; FTS5's virtual tables know no foreign keys.

    Who changes the table of entries makes the trigger again: Django copies a table on SQLite to change it.
    """
    deleted = " ".join(f"DELETE FROM {table(code)} WHERE rowid = old.id;" for code in CODES)  # noqa: S608
    return [f"CREATE TRIGGER {GO} AFTER DELETE ON {ENTRIES} BEGIN {deleted} END"]


def drop_triggers() -> list[str]:
    """Return the statements that undo them."""
    return [f"DROP TRIGGER IF EXISTS {GO}"]


class Fts5:
    """The tokens as columns of a virtual table, whose row number is the entry's."""

    name = "sqlite"
    number = "rowid"
    joined = "CROSS JOIN"  # keeps SQLite from starting at the entries
    kept = ""
    entry = "e"

    def replace(self, cursor: Any, table: str, rows: Sequence[tuple[int, IndexRow]]) -> None:
        """Delete and insert, the columns as they are: FTS5's REPLACE would leave the old words matching."""
        cursor.executemany(f"DELETE FROM {table} WHERE rowid = %s", [(number,) for number, _ in rows])  # noqa: S608
        cursor.executemany(
            f"INSERT INTO {table}(rowid, {', '.join(COLUMNS)}) VALUES (%s, %s, %s, %s, %s)",  # noqa: S608
            [(number, row.exact, row.name, row.keys, row.text) for number, row in rows],
        )

    def matching(self, table: str, wish: Wish) -> Matching:
        """Return the MATCH expression, which FTS5 wants of the table's own name."""
        return Matching(table, f"{table} MATCH %s", [match_expression(wish)])


def merge() -> int:
    """Merge what writes have left beside each other, and what was deleted, where it is much; return how many steps it took.

    FTS5 keeps what is written, and what is deleted, as segments until some of one size stand beside each other: an index
    that was written anew is three times as large and half as fast until then. Each step is a transaction of its own; what
    is left after MOST_STEPS goes on at the next call.
    """
    steps = 0
    with connection.cursor() as cursor:
        for name in filter(lambda name: _is_scattered(cursor, name), map(table, CODES)):
            changed = 2
            while changed > 1 and steps < MOST_STEPS:  # one change says that nothing is left to merge
                before = _changes(cursor)
                cursor.execute(f"INSERT INTO {name}({name}, rank) VALUES ('merge', %s)", [-STEP])  # noqa: S608
                changed, steps = _changes(cursor) - before, steps + 1
    return steps


def _is_scattered(cursor: Any, name: str) -> bool:
    """Whether the largest segment holds less than two thirds of the index."""
    cursor.execute(f"SELECT COUNT(*) FROM {name}_idx GROUP BY segid")  # noqa: S608
    sizes = [size for (size,) in cursor.fetchall()]
    return 3 * max(sizes, default=0) < 2 * sum(sizes)


def _changes(cursor: Any) -> int:
    cursor.execute("SELECT total_changes()")
    return int(cursor.fetchone()[0])


__all__ = ["COLUMNS", "Fts5", "create_statements", "drop_statements", "merge", "table"]
