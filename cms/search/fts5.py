"""The embedded engine: one ordinary FTS5 table per language over our own tokens (ADR 0004)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.db import connection

from cms.languages.table import CODES
from cms.search.engine import MOST_COUNTED, MOST_SCORED, Answer, Facets, Hit, Wanted
from cms.search.tokens import COLUMNS, TOKENIZER, WEIGHTS, IndexRow, match_expression, names_expression

VISIBLE: Final = "e.visible_from <= %s AND e.visible_until > %s"


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

    def find(self, wanted: Wanted) -> Answer:
        """Count first, without scores, because how many there are decides how they are ranked."""
        expression = match_expression(wanted.plan)
        if expression is None:
            return Answer()
        counted, total = _facets(wanted, expression)
        if not total:
            return Answer(facets=counted)
        ranked, parameters = _by_score(wanted, expression) if total <= MOST_SCORED else _names_first(wanted, expression)
        sql = (
            'SELECT m.number, m.score, t.uuid, t.kind, d.summary, d."full", t.windows, d.etag '  # noqa: S608
            f"FROM ({ranked}) m JOIN cms_publishing_publishedthing t ON t.uuid = m.uuid "
            "JOIN cms_publishing_publisheddocument d ON d.thing_id = m.uuid AND d.lang = %s ORDER BY m.score, m.number"
        )
        with connection.cursor() as cursor:
            cursor.execute(sql, [*parameters, wanted.lang])
            hits = tuple(
                Hit(number, score, uuid, kind, bytes(summary), bytes(full), windows, etag)
                for number, score, uuid, kind, summary, full, windows, etag in cursor.fetchall()
            )
        return Answer(hits, counted)


def _facets(wanted: Wanted, expression: str) -> tuple[Facets, int]:
    """Return the facets and how many things were found; things of one kind and the same tags are counted as a group."""
    found, parameters = _found("e.facet_id AS facet", wanted, expression)
    sql = (
        f"SELECT f.kind, f.tags, m.things FROM (SELECT facet, COUNT(*) AS things FROM ({found} LIMIT %s) GROUP BY facet) m "  # noqa: S608
        "JOIN cms_search_searchfacet f ON f.id = m.facet"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*parameters, MOST_COUNTED + 1])
        groups = cursor.fetchall()
    kinds: Counter[str] = Counter()
    tags: Counter[str] = Counter()
    for kind, slugs, things in groups:
        kinds[kind] += things
        tags.update(dict.fromkeys(slugs.split(), things))
    total = kinds.total()
    ordered = dict(sorted(tags.items(), key=lambda row: (-row[1], row[0])))
    return Facets(dict(sorted(kinds.items())), ordered, approximate=total > MOST_COUNTED), total


def _by_score(wanted: Wanted, expression: str) -> tuple[str, list[Any]]:
    """Return SQL for number, uuid and score of a page of everything found, by bm25: below 0, lower is better."""
    found, parameters = _found("i.rowid AS number, e.uuid AS uuid, i.rank AS score", wanted, expression)
    return _page(found, parameters, wanted, score="i.rank")


def _names_first(wanted: Wanted, expression: str) -> tuple[str, list[Any]]:
    """Return SQL for a page where bm25 over thousands of texts would cost more than it tells.

    What has the words in its names, readings, category or tags is scored by those; behind it comes what has them in its
    text only, in the order that editors gave the things, above 0. That part is looked at only when the page reaches it.
    """
    names = names_expression(wanted.plan)
    columns = "i.rowid AS number, e.uuid AS uuid"
    first, first_parameters = _page(*_found(f"{columns}, i.rank AS score", wanted, names), wanted, score="i.rank")
    rest, rest_parameters = _page(
        *_found(
            f"{columns}, 1.0 + e.rank AS score",
            wanted,
            f"({expression}) NOT ({names})",
            before="(SELECT 1 WHERE (SELECT COUNT(*) FROM names) <= %s) CROSS JOIN ",
            bound=(wanted.limit,),
        ),
        wanted,
        score="1.0 + e.rank",
    )
    sql = (
        f"WITH names AS MATERIALIZED ({first}), others AS ({rest}) "  # noqa: S608
        "SELECT * FROM names UNION ALL SELECT * FROM others ORDER BY score, number LIMIT %s"
    )
    return sql, [*first_parameters, *rest_parameters, wanted.limit + 1]


def _found(
    columns: str, wanted: Wanted, expression: str, *, before: str = "", bound: Iterable[object] = ()
) -> tuple[str, list[Any]]:
    """Return SQL over the tokens `i` and entries `e` of what an expression finds and the filters let through."""
    conditions, parameters = [VISIBLE], [wanted.now, wanted.now]
    if wanted.kinds or wanted.tags:
        asked, names = _facet_conditions(wanted)
        conditions.append(f"e.facet_id IN (SELECT f.id FROM cms_search_searchfacet f WHERE {asked})")  # noqa: S608
        parameters += names
    sql = (
        f"SELECT {columns} FROM {before}{table(wanted.lang)} i CROSS JOIN cms_search_searchentry e ON e.id = i.rowid "  # noqa: S608
        f"WHERE {table(wanted.lang)} MATCH %s AND {' AND '.join(conditions)}"
    )
    return sql, [*bound, expression, *parameters]


def _facet_conditions(wanted: Wanted) -> tuple[str, list[Any]]:
    conditions = [f"f.kind IN ({', '.join(['%s'] * len(wanted.kinds))})"] if wanted.kinds else []
    conditions += ["INSTR(f.tags, %s) > 0"] * len(wanted.tags)
    return " AND ".join(conditions), [*wanted.kinds, *(f" {tag} " for tag in wanted.tags)]


def _page(sql: str, parameters: list[Any], wanted: Wanted, *, score: str) -> tuple[str, list[Any]]:
    """Return the SQL with what comes behind the cursor only, in order, up to one more than asked for."""
    if wanted.after is not None:
        sql += f" AND ({score} > %s OR ({score} = %s AND i.rowid > %s))"
        parameters = [*parameters, wanted.after[0], wanted.after[0], wanted.after[1]]
    return f"SELECT * FROM ({sql} ORDER BY {score}, i.rowid LIMIT %s)", [*parameters, wanted.limit + 1]  # noqa: S608
