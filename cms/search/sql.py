"""What the engines inside a database share: counting, tiers and pages in two statements over a token table per language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Protocol

from django.db import connection

from cms.languages.table import CODES
from cms.search.engine import EVERYTHING, MOST_COUNTED, MOST_SORTED, Answer, Facets, Hit, Wanted
from cms.search.narrowing import conditions, score
from cms.search.tokens import IndexRow, QueryPlan, Tier, Wish, by_name, everything, in_texts, tiers

ENTRIES: Final = "cms_search_searchentry"
COPIED: Final = ("visible_from", "visible_until", "facet_id", "rank")
"""What of an entry every search reads."""


@dataclass(frozen=True, slots=True)
class Matching:
    """The rows of a token table that fulfil a wish: what stands behind FROM before `i`, the condition, their parameters.

    `late` is a further condition, which costs so much that rows are sorted before it is asked of the first of them; it
    reads the columns `carried` of what is called `i` then too.
    """

    source: str
    condition: str
    parameters: list[Any]
    late: str = ""
    late_parameters: tuple[str, ...] = ()
    carried: str = ""

    def looked(self, found: str, names: str, *, ordered: str = "") -> str:
        """Return SQL of the rows of `found` in an order that pass the late condition."""
        if not self.late:
            return f"{found}{ordered}"
        return f"SELECT {names} FROM ({found}{ordered} OFFSET 0) i WHERE {self.late}{ordered}"  # noqa: S608


class Dialect(Protocol):
    """How one database keeps and finds tokens. `i` is the token table in every statement."""

    name: str
    number: str
    """The column of `i` that holds the number of the entry."""
    joined: str
    """How the entries are joined to what was found, from left to right."""
    kept: str
    """How a table of a statement is kept from being planned together with who reads it; empty where it need not be."""
    entry: str
    """What holds the columns COPIED: `e`, the entries, or `i` itself, which then need not be joined to them."""

    def replace(self, cursor: Any, table: str, rows: Sequence[tuple[int, IndexRow]]) -> None:
        """Put the rows of entries in place of those that they have."""

    def matching(self, table: str, wish: Wish) -> Matching:
        """Return where the rows are that fulfil a wish."""


def table(lang: str) -> str:
    """Return the name of a language's token table."""
    return f"cms_search_tokens_{lang.replace('-', '_')}"


class SqlEngine:
    """Finds things by the token tables of the database that holds the documents."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self.name = dialect.name

    def write(self, entries: Mapping[int, Mapping[str, IndexRow]]) -> None:
        """Replace the token rows of entries: delete and insert, for FTS5's REPLACE would leave the old words matching."""
        by_lang: dict[str, list[tuple[int, IndexRow]]] = {}
        for number, rows in entries.items():
            for lang, row in rows.items():
                by_lang.setdefault(lang, []).append((number, row))
        with connection.cursor() as cursor:
            for lang, found in by_lang.items():
                self.dialect.replace(cursor, table(lang), found)

    def remove(self, number: int) -> None:
        """Forget an entry in all languages."""
        with connection.cursor() as cursor:
            for code in CODES:
                cursor.execute(f"DELETE FROM {table(code)} WHERE {self.dialect.number} = %s", [number])  # noqa: S608

    def find(self, wanted: Wanted) -> Answer:
        """Count first, because how many there are decides which tiers are looked at."""
        if wanted.plan.is_empty:
            return Answer()
        facets, total, named = self._counted(wanted)
        if not total:
            return Answer(facets=facets)
        if wanted.narrowed.by_distance:
            looked = [(0, Tier("distance", everything(wanted.plan)))]
        else:
            looked = worthwhile(wanted.plan, named=named, coarse=total > MOST_SORTED)
        ranked, parameters = self._page(wanted, looked)
        sql = (
            'SELECT m.number, m.score, t.uuid, t.kind, d.summary, d."full", t.windows, d.etag, t.lat, t.lon '  # noqa: S608
            f"FROM ({ranked}) m JOIN {ENTRIES} e ON e.id = m.number JOIN cms_publishing_publishedthing t ON t.uuid = e.uuid "
            "JOIN cms_publishing_publisheddocument d ON d.thing_id = t.uuid AND d.lang = %s ORDER BY m.score, m.number"
        )
        with connection.cursor() as cursor:
            cursor.execute(sql, [*parameters, wanted.shown or wanted.lang])
            hits = tuple(
                Hit(number, place, str(uuid), kind, bytes(summary), bytes(full), windows, etag, lat, lon)
                for number, place, uuid, kind, summary, full, windows, etag, lat, lon in cursor.fetchall()
            )
        return Answer(hits, facets)

    def count(self, wanted: Wanted) -> Facets:
        """Return the facets without looking at any tier."""
        return Facets() if wanted.plan.is_empty else self._counted(wanted)[0]

    def _counted(self, wanted: Wanted) -> tuple[Facets, int, bool]:
        """Return the facets, how many things were found (the number ends where facets do), and whether any by its name.

        Things of one kind with the same tags are counted as a group.
        """
        facet = f"{self.dialect.entry}.facet_id AS facet"
        tables: list[str] = []
        parameters: list[Any] = []
        for wish in (everything(wanted.plan), by_name(wanted.plan)):
            matching = self.dialect.matching(table(wanted.lang), wish)
            found, found_parameters = self._found(facet, wanted, matching)
            tables.append(f"AS {self.dialect.kept} ({matching.looked(found, 'facet')})")
            parameters += [*found_parameters, *matching.late_parameters]
        sql = (
            f"WITH found {tables[0]}, named {tables[1]} SELECT f.kind, f.tags, m.things FROM "  # noqa: S608
            "(SELECT facet, COUNT(*) AS things FROM (SELECT facet FROM found LIMIT %s) g GROUP BY facet) m "
            "JOIN cms_search_searchfacet f ON f.id = m.facet "
            "UNION ALL SELECT '', '', COUNT(*) FROM (SELECT 1 FROM named LIMIT 1) n"
        )
        with connection.cursor() as cursor:
            cursor.execute(sql, [*parameters, MOST_COUNTED + 1])
            rows = cursor.fetchall()
        kinds: Counter[str] = Counter()
        tags: Counter[str] = Counter()
        by_names = False
        for kind, slugs, things in rows:
            if kind:
                kinds[kind] += things
                tags.update(dict.fromkeys(slugs.split(), things))
            else:
                by_names = things > 0
        total = kinds.total()
        ordered = dict(sorted(tags.items(), key=lambda row: (-row[1], row[0])))
        return Facets(dict(sorted(kinds.items())), ordered, approximate=total > MOST_COUNTED), total, by_names

    def _page(self, wanted: Wanted, looked: list[tuple[int, Tier]]) -> tuple[str, list[Any]]:
        """Return SQL for number and score of up to one more than asked for; a tier is looked at when those before end.

        A score is the tier's place and, within it, the editors' order: lower is better.
        """
        tables: list[str] = []
        parameters: list[Any] = []
        number = f"i.{self.dialect.number}"
        now = datetime.fromtimestamp(wanted.now, tz=UTC)
        for at, (place, tier) in enumerate(looked):
            before, bound = "", []
            if at:
                filled = " + ".join(f"(SELECT COUNT(*) FROM tier{earlier})" for earlier in range(at))  # noqa: S608
                before, bound = f"(SELECT 1 WHERE {filled} <= %s) p CROSS JOIN ", [wanted.limit]
            sorted_by, sorting = score(place, wanted, now, rank=f"{self.dialect.entry}.rank")
            columns = f"{number} AS number, {sorted_by} AS score"
            matching = self.dialect.matching(table(wanted.lang), tier.wish)
            found, found_parameters = self._found(columns, wanted, matching, before=before)
            parameters += [*sorting, *bound, *found_parameters]
            if wanted.after is not None:
                found += f" AND ({sorted_by} > %s OR ({sorted_by} = %s AND {number} > %s))"
                last, entry = wanted.after
                parameters += [*sorting, last, *sorting, last, entry]
            found = matching.looked(found, "number, score", ordered=" ORDER BY score, number")
            tables.append(f"tier{at} AS MATERIALIZED ({found} LIMIT %s)")
            parameters += [*matching.late_parameters, wanted.limit + 1]
        union = " UNION ALL ".join(f"SELECT * FROM tier{at}" for at in range(len(looked)))  # noqa: S608
        return f"WITH {', '.join(tables)} {union} ORDER BY score, number LIMIT %s", [*parameters, wanted.limit + 1]

    def _found(self, columns: str, wanted: Wanted, matching: Matching, *, before: str = "") -> tuple[str, list[Any]]:
        """Return SQL over the tokens `i`, and entries `e` where they are asked, of what matches and the filters let through."""
        entry = self.dialect.entry
        parameters = [*matching.parameters, wanted.now, wanted.now]
        where = [matching.condition, f"{entry}.visible_from <= %s", f"{entry}.visible_until > %s"]
        if wanted.kinds or wanted.tags:
            asked, names = _facet_conditions(wanted)
            where.append(f"{entry}.facet_id IN (SELECT f.id FROM cms_search_searchfacet f WHERE {asked})")  # noqa: S608
            parameters += names
        narrowing, narrowed = conditions(wanted.narrowed, wanted.now)
        joined = ""
        if entry == "e" or wanted.narrowed != EVERYTHING:
            joined = f" {self.dialect.joined} {ENTRIES} e ON e.id = i.{self.dialect.number}"
        columns = f"{columns}, {matching.carried}" if matching.late else columns
        sql = f"SELECT {columns} FROM {before}{matching.source} i{joined} WHERE {' AND '.join([*where, *narrowing])}"  # noqa: S608
        return sql, [*parameters, *narrowed]


def worthwhile(plan: QueryPlan, *, named: bool, coarse: bool) -> list[tuple[int, Tier]]:
    """Return the tiers that can hold something, each with its place: what no name holds stands in texts alone."""
    if named or (len(plan.groups) > 1 and not coarse):
        return list(enumerate(tiers(plan, coarse=coarse)))
    return in_texts(plan, coarse=coarse)


def _facet_conditions(wanted: Wanted) -> tuple[str, list[Any]]:
    conditions = [f"f.kind IN ({', '.join(['%s'] * len(wanted.kinds))})"] if wanted.kinds else []
    conditions += [r"f.tags LIKE %s ESCAPE '\'"] * len(wanted.tags)
    escaped = (tag.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_") for tag in wanted.tags)
    return " AND ".join(conditions), [*wanted.kinds, *(f"% {tag} %" for tag in escaped)]
