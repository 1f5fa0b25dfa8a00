"""PostgreSQL as a search engine: one table per language with a tsvector of our own tokens and a GIN index."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from cms.languages.table import CODES
from cms.search.sql import COPIED, ENTRIES, Matching, table
from cms.search.tokens import IndexRow, Wish
from cms.search.tokens.lexemes import LOOKED_AT, asked, looked_at, tsvector

GO: Final = "cms_search_tokens_go"
COPY: Final = "cms_search_tokens_copy"
KEPT: Final = "cms_search_kept"


def create_statements() -> list[str]:
    """Return the statements that make the token tables.

    Rows are short, what is looked at seldom lies beside them, and all that a search without filters reads of an entry is
    copied into them. The index is over a function that only costs: so no plan reads every row instead, whatever the
    database thinks of how rare a word is. It keeps no statistics, and what is written waits in its list (`fastupdate`)
    until the same transaction has it put in place all at once. A server built without lz4 keeps larger rows.
    """
    statements = [
        f"CREATE FUNCTION {KEPT}(tsvector) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE STRICT COST 100 "
        "AS $$ BEGIN RETURN $1; END $$"
    ]
    for code in CODES:
        name = table(code)
        statements += [
            f"CREATE TABLE {name} (entry_id bigint PRIMARY KEY, visible_from bigint NOT NULL, visible_until bigint NOT NULL, "
            "facet_id bigint NOT NULL, rank integer NOT NULL, lexemes tsvector NOT NULL, exact text NOT NULL, "
            "name text NOT NULL, named text NOT NULL, words text NOT NULL) WITH (toast_tuple_target = 128)",
            f"CREATE INDEX {name}_lexemes ON {name} USING gin ({KEPT}(lexemes)) WITH (gin_pending_list_limit = 2048)",
            f"ALTER INDEX {name}_lexemes ALTER COLUMN 1 SET STATISTICS 0",
            f"DO $$ BEGIN ALTER TABLE {name} ALTER lexemes SET COMPRESSION lz4; EXCEPTION WHEN OTHERS THEN NULL; END $$",
        ]
    return statements


def drop_statements() -> list[str]:
    """Return the statements that remove the token tables."""
    return [*(f"DROP TABLE IF EXISTS {table(code)}" for code in CODES), f"DROP FUNCTION IF EXISTS {KEPT}(tsvector)"]


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


def create_copying() -> list[str]:
    """Return the statements that keep what is copied of an entry equal to it, whoever changes it."""
    names = ", ".join(f"{name} = new.{name}" for name in COPIED)
    changed = " ".join(f"UPDATE {table(code)} SET {names} WHERE entry_id = new.id;" for code in CODES)  # noqa: S608
    old, new = (", ".join(f"{row}.{name}" for name in COPIED) for row in ("old", "new"))
    return [
        f"CREATE FUNCTION {COPY}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {changed} RETURN NULL; END $$",
        f"CREATE TRIGGER {COPY} AFTER UPDATE ON {ENTRIES} FOR EACH ROW "
        f"WHEN (({old}) IS DISTINCT FROM ({new})) EXECUTE FUNCTION {COPY}()",
    ]


def drop_copying() -> list[str]:
    """Return the statements that undo them."""
    return [f"DROP TRIGGER IF EXISTS {COPY} ON {ENTRIES}", f"DROP FUNCTION IF EXISTS {COPY}()"]


class Lexemes:
    """The tokens as lexemes that the index answers from, and as they are for the few rows that are looked at."""

    name = "postgresql"
    number = "entry_id"
    joined = "JOIN"
    kept = "MATERIALIZED"
    entry = "i"

    def replace(self, cursor: Any, table: str, rows: Sequence[tuple[int, IndexRow]]) -> None:
        """Delete and insert in a statement each, and let the index take what the insert left in its list."""
        numbers = [number for number, _ in rows]
        columns = zip(*(looked_at(row) for _, row in rows), strict=True)
        held = [numbers, [tsvector(row) for _, row in rows], *map(list, columns)]
        cursor.execute(f"DELETE FROM {table} WHERE entry_id = ANY(%s)", [numbers])  # noqa: S608
        cursor.execute(
            f"INSERT INTO {table}(entry_id, {', '.join(COPIED)}, lexemes, exact, name, named, words) "  # noqa: S608
            f"SELECT r.number, {', '.join(f'e.{name}' for name in COPIED)}, r.lexemes::tsvector, r.exact, r.name, r.named, "
            "r.words FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[]) "
            f"r(number, lexemes, exact, name, named, words) JOIN {ENTRIES} e ON e.id = r.number",
            held,
        )
        cursor.execute("SELECT gin_clean_pending_list(%s::regclass)", [f"{table}_lexemes"])

    def matching(self, table: str, wish: Wish) -> Matching:
        """Return what the index says for certain, and what it says of phrases in texts with a look at each."""
        found = asked(wish)
        columns = f"SELECT entry_id, {', '.join(COPIED)}{{}} FROM {table} WHERE {KEPT}(lexemes) @@ %s::tsquery"  # noqa: S608
        if not found.unsure:
            return Matching(f"({columns.format('')})", "TRUE", [found.sure])
        looked = ", ".join(LOOKED_AT.values())
        arms = [columns.format(f", {told} AS told, {looked}") for told in ("TRUE", "FALSE")]
        questions = [found.sure, found.unsure] if found.sure else [found.unsure]
        return Matching(
            f"({' UNION ALL '.join(arms[-len(questions) :])})",
            "TRUE",
            [*questions],
            late=f"(told OR {found.check})",
            late_parameters=found.parameters,
            carried=f"told, {looked}",
        )
