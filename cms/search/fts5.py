"""The embedded engine: one ordinary FTS5 table per language over our own tokens (ADR 0004)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from django.db import connection

from cms.languages.table import CODES
from cms.search.engine import MOST_COUNTED, MOST_SCORED, Answer, Facets, Hit, Wanted
from cms.search.tokens import COLUMNS, TOKENIZER, WEIGHTS, IndexRow, QueryPlan, match_expression
from cms.search.tokens.fts import exact_expression, names_expression

VISIBLE: Final = "e.visible_from <= %s AND e.visible_until > %s"
TIER: Final = 100_000
"""More than any rank, so that the tiers of a page do not mix."""


def table(lang: str) -> str:
    """Return the name of a language's token table."""
    return f"cms_search_tokens_{lang.replace('-', '_')}"


def create_statements() -> list[str]:
    """Return the statements that make the token tables, with our weights as their rank.

    A query of one character asks for all tokens that begin with it: `prefix` keeps what else would be merged each time.
    """
    weights = ", ".join(str(weight) for weight in WEIGHTS.values())
    statements = []
    for code in CODES:
        name = table(code)
        statements.append(
            f"CREATE VIRTUAL TABLE IF NOT EXISTS {name} USING fts5({', '.join(COLUMNS)}, tokenize='{TOKENIZER}', prefix='1')"
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
        facets, total, named = _counted(wanted, expression)
        if not total:
            return Answer(facets=facets)
        ranked, parameters = _page(wanted, _tiers(wanted.plan, expression, total=total, named=named))
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
        return Answer(hits, facets)


def _counted(wanted: Wanted, expression: str) -> tuple[Facets, int, int]:
    """Return the facets, how many things were found, and how many of them by name; both numbers end where nobody asks.

    Things of one kind with the same tags are counted as a group.
    """
    found, parameters = _found("e.facet_id AS facet", wanted, expression)
    by_name, name_parameters = _found("1", wanted, names_expression(wanted.plan))
    sql = (
        f"SELECT f.kind, f.tags, m.things FROM (SELECT facet, COUNT(*) AS things FROM ({found} LIMIT %s) GROUP BY facet) m "  # noqa: S608
        "JOIN cms_search_searchfacet f ON f.id = m.facet "
        f"UNION ALL SELECT '', '', COUNT(*) FROM ({by_name} LIMIT %s)"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*parameters, MOST_COUNTED + 1, *name_parameters, MOST_SCORED + 1])
        *groups, (_, _, named) = cursor.fetchall()
    kinds: Counter[str] = Counter()
    tags: Counter[str] = Counter()
    for kind, slugs, things in groups:
        kinds[kind] += things
        tags.update(dict.fromkeys(slugs.split(), things))
    total = kinds.total()
    ordered = dict(sorted(tags.items(), key=lambda row: (-row[1], row[0])))
    return Facets(dict(sorted(kinds.items())), ordered, approximate=total > MOST_COUNTED), total, named


def _tiers(plan: QueryPlan, expression: str, *, total: int, named: int) -> list[tuple[str, str]]:
    """Return what to look for, best first, each MATCH operand with its score in SQL.

    bm25 is below 0 and lower is better. Over thousands of texts it costs more than it tells: then those with the words in
    names, readings, category or tags come first, scored by them while they are few, and the others in the editors' order.
    """
    if total <= MOST_SCORED:
        return [(expression, "i.rank")]
    if not named:
        return [(expression, f"{2 * TIER} + e.rank")]
    names = names_expression(plan)
    others = (f"({expression}) NOT ({names})", f"{2 * TIER} + e.rank")
    if named <= MOST_SCORED:
        return [(names, "i.rank"), others]
    whole = exact_expression(plan)
    return [(whole, "1 + e.rank"), (f"({names}) NOT ({whole})", f"{TIER} + e.rank"), others]


def _page(wanted: Wanted, tiers: list[tuple[str, str]]) -> tuple[str, list[Any]]:
    """Return SQL for number, uuid and score of up to one more than asked for; a tier is looked at when those before end."""
    tables: list[str] = []
    parameters: list[Any] = []
    for place, (expression, score) in enumerate(tiers):
        before, bound = "", []
        if place:
            filled = " + ".join(f"(SELECT COUNT(*) FROM tier{earlier})" for earlier in range(place))  # noqa: S608
            before, bound = f"(SELECT 1 WHERE {filled} <= %s) CROSS JOIN ", [wanted.limit]
        columns = f"i.rowid AS number, e.uuid AS uuid, {score} AS score"
        found, found_parameters = _found(columns, wanted, expression, before=before)
        parameters += [*bound, *found_parameters]
        if wanted.after is not None:
            found += f" AND ({score} > %s OR ({score} = %s AND i.rowid > %s))"
            parameters += [wanted.after[0], wanted.after[0], wanted.after[1]]
        tables.append(f"tier{place} AS MATERIALIZED ({found} ORDER BY {score}, i.rowid LIMIT %s)")
        parameters.append(wanted.limit + 1)
    union = " UNION ALL ".join(f"SELECT * FROM tier{place}" for place in range(len(tiers)))  # noqa: S608
    return f"WITH {', '.join(tables)} {union} ORDER BY score, number LIMIT %s", [*parameters, wanted.limit + 1]


def _found(columns: str, wanted: Wanted, expression: str, *, before: str = "") -> tuple[str, list[Any]]:
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
    return sql, [expression, *parameters]


def _facet_conditions(wanted: Wanted) -> tuple[str, list[Any]]:
    conditions = [f"f.kind IN ({', '.join(['%s'] * len(wanted.kinds))})"] if wanted.kinds else []
    conditions += ["INSTR(f.tags, %s) > 0"] * len(wanted.tags)
    return " AND ".join(conditions), [*wanted.kinds, *(f" {tag} " for tag in wanted.tags)]
