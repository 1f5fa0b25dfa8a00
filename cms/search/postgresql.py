"""PostgreSQL as a search engine: one table per language with a tsvector of our own tokens and a GIN index."""

from __future__ import annotations

from cms.languages.table import CODES
from cms.search.sql import table
from cms.search.tokens import IndexRow, Wish, tsquery, tsvector


def create_statements() -> list[str]:
    """Return the statements that make the token tables.

    The index writes at once (`fastupdate` off): publishing pays a little, no search has to read a pending list.
    """
    statements = []
    for code in CODES:
        name = table(code)
        statements.append(
            f"CREATE TABLE IF NOT EXISTS {name} (entry_id bigint PRIMARY KEY "
            "REFERENCES cms_search_searchentry (id) ON DELETE CASCADE, vector tsvector NOT NULL)"
        )
        statements.append(
            f"CREATE INDEX IF NOT EXISTS {name}_vector ON {name} USING gin (vector) WITH (fastupdate = off)"
        )
    return statements


def drop_statements() -> list[str]:
    """Return the statements that remove the token tables."""
    return [f"DROP TABLE IF EXISTS {table(code)}" for code in CODES]


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
