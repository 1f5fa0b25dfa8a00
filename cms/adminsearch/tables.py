"""The token table of the admin's search, in the database that holds the objects."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.db import connection

from cms.search.fts5 import Fts5
from cms.search.sql import Dialect, Matching
from cms.search.tokens import COLUMNS, TOKENIZER, IndexRow, Wish, tsquery, tsvector

TOKENS: Final = "cms_adminsearch_tokens"
TEXTS: Final = "cms_adminsearch_objecttext"


class Tsvector:
    """The tokens as one vector, a weight for each column: the rows are names and short texts, which are quickly looked at."""

    name = "postgresql"
    number = "entry_id"
    joined = "JOIN"
    kept = ""
    entry = "e"

    def replace(self, cursor: Any, table: str, rows: Sequence[tuple[int, IndexRow]]) -> None:
        """Delete and insert."""
        cursor.execute(f"DELETE FROM {table} WHERE entry_id = ANY(%s)", [[number for number, _ in rows]])  # noqa: S608
        cursor.executemany(
            f"INSERT INTO {table}(entry_id, vector) VALUES (%s, %s)",  # noqa: S608
            [(number, tsvector(row)) for number, row in rows],
        )

    def matching(self, table: str, wish: Wish) -> Matching:
        """Return the tsquery."""
        return Matching(table, "i.vector @@ %s::tsquery", [tsquery(wish)])


def dialect() -> Dialect:
    """Return how this installation's database keeps and finds tokens."""
    return Fts5() if connection.vendor == "sqlite" else Tsvector()


def create_statements(vendor: str) -> list[str]:
    """Return the statements that make the token table and the triggers by which its rows go with those of the texts.

    Not a foreign key: SQLite's virtual tables know none, and PostgreSQL would refuse to empty the table of texts alone.
    Who changes that table on SQLite makes the trigger again, for Django copies a table to change it.
    """
    if vendor == "sqlite":
        return [
            f"CREATE VIRTUAL TABLE {TOKENS} USING fts5({', '.join(COLUMNS)}, tokenize='{TOKENIZER}', prefix='1')",
            f"CREATE TRIGGER {TOKENS}_go AFTER DELETE ON {TEXTS} "  # noqa: S608
            f"BEGIN DELETE FROM {TOKENS} WHERE rowid = old.id; END",
        ]
    return [
        f"CREATE TABLE {TOKENS} (entry_id bigint PRIMARY KEY, vector tsvector NOT NULL)",
        f"CREATE INDEX {TOKENS}_vector ON {TOKENS} USING gin (vector) WITH (fastupdate = off)",
        f"CREATE FUNCTION {TOKENS}_go() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "  # noqa: S608
        f"IF TG_OP = 'TRUNCATE' THEN TRUNCATE {TOKENS}; RETURN NULL; END IF; "
        f"DELETE FROM {TOKENS} WHERE entry_id = old.id; RETURN old; END $$",
        f"CREATE TRIGGER {TOKENS}_go AFTER DELETE ON {TEXTS} FOR EACH ROW EXECUTE FUNCTION {TOKENS}_go()",
        f"CREATE TRIGGER {TOKENS}_empty AFTER TRUNCATE ON {TEXTS} FOR EACH STATEMENT EXECUTE FUNCTION {TOKENS}_go()",
    ]


def drop_statements(vendor: str) -> list[str]:
    """Return the statements that undo them."""
    if vendor == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {TOKENS}_go", f"DROP TABLE IF EXISTS {TOKENS}"]
    return [
        f"DROP TRIGGER IF EXISTS {TOKENS}_go ON {TEXTS}",
        f"DROP TRIGGER IF EXISTS {TOKENS}_empty ON {TEXTS}",
        f"DROP FUNCTION IF EXISTS {TOKENS}_go()",
        f"DROP TABLE IF EXISTS {TOKENS}",
    ]


def insert(rows: Sequence[tuple[int, IndexRow]]) -> None:
    """Add the tokens of numbered rows."""
    with connection.cursor() as cursor:
        dialect().replace(cursor, TOKENS, rows)
