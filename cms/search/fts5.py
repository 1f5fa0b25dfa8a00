"""The embedded engine: one ordinary FTS5 table per language over our own tokens (ADR 0004)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db import connection

from cms.languages.table import CODES
from cms.search.engine import Facets, Hit, Wanted
from cms.search.tokens import COLUMNS, TOKENIZER, WEIGHTS, IndexRow, match_expression

FROM_ENTRY: Final = "e.visible_from <= %s AND e.visible_until > %s"


def table(lang: str) -> str:
    """Return the name of a language's token table."""
    return f"cms_search_tokens_{lang.replace('-', '_')}"


def create_statements() -> list[str]:
    """Return the statements that make the token tables, with our weights as their rank."""
    weights = ", ".join(str(weight) for weight in WEIGHTS.values())
    statements = []
    for code in CODES:
        name = table(code)
        statements.append(
            f"CREATE VIRTUAL TABLE IF NOT EXISTS {name} USING fts5({', '.join(COLUMNS)}, tokenize='{TOKENIZER}')"
        )
        statements.append(f"INSERT INTO {name}({name}, rank) VALUES('rank', 'bm25({weights})')")
    return statements


def drop_statements() -> list[str]:
    """Return the statements that remove the token tables."""
    return [f"DROP TABLE IF EXISTS {table(code)}" for code in CODES]


class Fts5Engine:
    """Finds things with SQLite's full-text index."""

    name = "sqlite"

    def write(self, number: int, rows: Mapping[str, IndexRow]) -> None:
        """Replace the token rows of an entry. Delete and insert: INSERT OR REPLACE would leave the old words matching."""
        with connection.cursor() as cursor:
            for lang, row in rows.items():
                cursor.execute(f"DELETE FROM {table(lang)} WHERE rowid = %s", [number])  # noqa: S608 - names from our table
                cursor.execute(
                    f"INSERT INTO {table(lang)}(rowid, {', '.join(COLUMNS)}) VALUES (%s, %s, %s, %s, %s)",  # noqa: S608
                    [number, row.exact, row.name, row.keys, row.text],
                )

    def remove(self, number: int) -> None:
        """Forget an entry in all languages."""
        with connection.cursor() as cursor:
            for code in CODES:
                cursor.execute(f"DELETE FROM {table(code)} WHERE rowid = %s", [number])  # noqa: S608

    def find(self, wanted: Wanted) -> list[Hit]:
        """Return up to `limit + 1` hits, best first."""
        expression = match_expression(wanted.plan)
        if expression is None:
            return []
        conditions, parameters = _filters(wanted)
        if wanted.after is not None:
            conditions.append("(i.rank > %s OR (i.rank = %s AND i.rowid > %s))")
            parameters += [wanted.after[0], wanted.after[0], wanted.after[1]]
        inner = (
            f"SELECT i.rowid AS number, i.rank AS score, e.uuid AS uuid, e.kind AS kind FROM {table(wanted.lang)} i "  # noqa: S608
            f"JOIN cms_search_searchentry e ON e.id = i.rowid WHERE {table(wanted.lang)} MATCH %s AND {' AND '.join(conditions)} "
            "ORDER BY i.rank, i.rowid LIMIT %s"
        )
        sql = (
            'SELECT m.number, m.score, m.uuid, m.kind, d.summary, d."full", t.windows, d.etag '  # noqa: S608
            f"FROM ({inner}) m JOIN cms_publishing_publishedthing t ON t.uuid = m.uuid "
            "JOIN cms_publishing_publisheddocument d ON d.thing_id = m.uuid AND d.lang = %s ORDER BY m.score, m.number"
        )
        with connection.cursor() as cursor:
            cursor.execute(sql, [expression, *parameters, wanted.limit + 1, wanted.lang])
            return [
                Hit(number, score, uuid, kind, bytes(summary), bytes(full), windows, etag)
                for number, score, uuid, kind, summary, full, windows, etag in cursor.fetchall()
            ]

    def facets(self, wanted: Wanted) -> Facets:
        """Return counts by kind and by tag over everything found."""
        expression = match_expression(wanted.plan)
        if expression is None:
            return Facets()
        conditions, parameters = _filters(wanted)
        sql = (
            f"WITH m AS MATERIALIZED (SELECT e.id AS id, e.kind AS kind FROM {table(wanted.lang)} i "  # noqa: S608
            f"JOIN cms_search_searchentry e ON e.id = i.rowid WHERE {table(wanted.lang)} MATCH %s AND {' AND '.join(conditions)}) "
            "SELECT 'kind', kind, COUNT(*) FROM m GROUP BY kind UNION ALL "
            "SELECT 'tag', g.tag, COUNT(*) FROM m JOIN cms_search_searchtag g ON g.entry_id = m.id GROUP BY g.tag"
        )
        with connection.cursor() as cursor:
            cursor.execute(sql, [expression, *parameters])
            found = cursor.fetchall()
        return Facets(
            kinds=dict(sorted((name, count) for which, name, count in found if which == "kind")),
            tags=dict(
                sorted(
                    ((name, count) for which, name, count in found if which == "tag"), key=lambda row: (-row[1], row[0])
                )
            ),
        )


def _filters(wanted: Wanted) -> tuple[list[str], list[Any]]:
    conditions, parameters = [FROM_ENTRY], [wanted.now, wanted.now]
    if wanted.kinds:
        conditions.append(f"e.kind IN ({', '.join(['%s'] * len(wanted.kinds))})")
        parameters += list(wanted.kinds)  # type: ignore[arg-type]
    for tag in wanted.tags:
        conditions.append("EXISTS (SELECT 1 FROM cms_search_searchtag f WHERE f.entry_id = e.id AND f.tag = %s)")
        parameters.append(tag)  # type: ignore[arg-type]
    return conditions, list(parameters)
