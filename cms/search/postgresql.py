"""PostgreSQL as a search engine: one table per language with a tsvector of our own tokens and a GIN index."""

from __future__ import annotations

from typing import Final

from cms.languages.table import CODES
from cms.search.sql import ENTRIES, table
from cms.search.tokens import IndexRow, Wish, tsquery, tsvector

GO: Final = "cms_search_tokens_go"


def create_statements() -> list[str]:
    """Return the statements that make the token tables.

    The index writes at once (`fastupdate` off): publishing pays a little, no search has to read a pending list.
    """
    statements = []
    for code in CODES:
        name = table(code)
        statements.append(f"CREATE TABLE IF NOT EXISTS {name} (entry_id bigint PRIMARY KEY, vector tsvector NOT NULL)")
        statements.append(
            f"CREATE INDEX IF NOT EXISTS {name}_vector ON {name} USING gin (vector) WITH (fastupdate = off)"
        )
    return statements


def drop_statements() -> list[str]:
    """Return the statements that remove the token tables."""
    return [f"DROP TABLE IF EXISTS {table(code)}" for code in CODES]


def create_triggers() -> list[str]:
    """Return the statements that let tokens go with their entries.

    Not a foreign key: with one, PostgreSQL refuses to truncate the entries without these tables, of which Django's flush
    knows nothing.
    """
    names = [table(code) for code in CODES]
    deleted = " ".join(f"DELETE FROM {name} WHERE entry_id = old.id;" for name in names)  # noqa: S608
    return [
        f"CREATE FUNCTION {GO}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP = 'TRUNCATE' THEN TRUNCATE {', '.join(names)}; RETURN NULL; END IF; {deleted} RETURN old; END $$",
        f"CREATE TRIGGER {GO} AFTER DELETE ON {ENTRIES} FOR EACH ROW EXECUTE FUNCTION {GO}()",
        f"CREATE TRIGGER {GO}_empty AFTER TRUNCATE ON {ENTRIES} FOR EACH STATEMENT EXECUTE FUNCTION {GO}()",
    ]


def drop_triggers() -> list[str]:
    """Return the statements that undo them."""
    return [
        f"DROP TRIGGER IF EXISTS {GO} ON {ENTRIES}",
        f"DROP TRIGGER IF EXISTS {GO}_empty ON {ENTRIES}",
        f"DROP FUNCTION IF EXISTS {GO}()",
    ]


class Tsvector:
    """The tokens as one vector, a weight for each column."""

    name = "postgresql"
    number = "entry_id"
    joined = "JOIN"

    def columns(self) -> tuple[str, ...]:
        """Return the vector's column."""
        return ("vector",)

    def values(self, row: IndexRow) -> tuple[str, ...]:
        """Return the vector's literal."""
        return (tsvector(row),)

    def matches(self, table: str) -> str:
        """Return the condition."""
        return "i.vector @@ %s::tsquery"

    def operand(self, wish: Wish) -> str:
        """Return the tsquery."""
        return tsquery(wish)
