"""What belongs together: things of one theme, things that go with those somebody has seen. One SQL statement each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from cms.publishing.query import ROW, Statement, adapt_uuid
from cms.publishing.rows import Row, as_row, fetch_all


def themes(lang: str, *, kinds: Sequence[str], season: str, tags: int, each: int) -> list[tuple[str, list[Row]]]:
    """Return the `tags` themes that most public things of a season bear, each with its `each` first things.

    A theme is a tag that editors marked as one; what else things have in common is for filters.
    """
    statement = Statement()
    statement.among("t.kind", tuple(kinds))
    statement.add("(t.seasons = '' OR t.seasons LIKE %s)", f"%,{season},%")
    found = fetch_all(
        f"SELECT {ROW}, x.tag FROM (SELECT g.tag, g.thing_id, "  # noqa: S608
        "ROW_NUMBER() OVER (PARTITION BY g.tag ORDER BY t.rank, t.slug) AS place, "
        "COUNT(*) OVER (PARTITION BY g.tag) AS many "
        "FROM cms_publishing_publishedtag g JOIN cms_publishing_publishedthing t ON t.uuid = g.thing_id "
        "JOIN cms_records_tag w ON w.slug = g.tag AND w.is_theme "
        f"WHERE {statement.where}) x JOIN cms_publishing_publishedthing t ON t.uuid = x.thing_id "
        "JOIN cms_publishing_publisheddocument d ON d.thing_id = t.uuid AND d.lang = %s "
        "WHERE x.place <= %s ORDER BY x.many DESC, x.tag, x.place LIMIT %s",
        [*statement.parameters, lang, each, tags * each],
    )
    grouped: dict[str, list[Row]] = {}
    for r in found:
        grouped.setdefault(r[-1], []).append(as_row(r))
    return list(grouped.items())[:tags]


@dataclass(frozen=True, slots=True)
class Kin:
    """Which of the visited things are public, and others, those first that have most to do with the visited."""

    seen: frozenset[UUID]
    others: tuple[Row, ...]

    def of(self, *kinds: str) -> list[Row]:
        """Return the others of some kinds."""
        return [row for row in self.others if row.kind in kinds]


def kinship(lang: str, *, visited: Sequence[UUID], each: int) -> Kin:
    """Return `each` things of each kind that go with the visited ones; what is over is left out.

    A thing counts 3 for each visited thing that its document names, and 1 for each tag that it shares with one. Where
    nothing counts, editorial order decides.
    """
    marks = ", ".join(["%s"] * len(visited))
    statement = Statement()
    found = fetch_all(
        f"WITH seen AS (SELECT uuid FROM cms_publishing_publishedthing WHERE uuid IN ({marks})), "  # noqa: S608
        "shared AS (SELECT g.thing_id AS uuid, 1 AS points FROM cms_publishing_publishedtag g "
        "JOIN cms_publishing_publishedtag v ON v.tag = g.tag JOIN seen ON seen.uuid = v.thing_id "
        f'UNION ALL SELECT thing, 3 FROM cms_publishing_documentdependency WHERE "on" IN ({marks})), '
        "scored AS (SELECT uuid, SUM(points) AS points FROM shared GROUP BY uuid), "
        "kin AS (SELECT t.uuid AS uuid, CASE WHEN seen.uuid IS NULL THEN 0 ELSE 1 END AS visited, "
        "COALESCE(s.points, 0) AS points, ROW_NUMBER() OVER (PARTITION BY t.kind, CASE WHEN seen.uuid IS NULL THEN 0 "
        "ELSE 1 END ORDER BY COALESCE(s.points, 0) DESC, t.rank, t.slug) AS place "
        "FROM cms_publishing_publishedthing t LEFT JOIN scored s ON s.uuid = t.uuid LEFT JOIN seen ON seen.uuid = t.uuid "
        f"WHERE {statement.where} AND (seen.uuid IS NOT NULL OR t.ends IS NULL OR t.ends > %s)) "
        f"SELECT {ROW}, kin.visited FROM kin JOIN cms_publishing_publishedthing t ON t.uuid = kin.uuid "
        "JOIN cms_publishing_publisheddocument d ON d.thing_id = t.uuid AND d.lang = %s "
        "WHERE kin.visited = 1 OR kin.place <= %s ORDER BY kin.points DESC, t.rank, t.slug",
        [
            *[adapt_uuid(uuid) for uuid in visited],
            *[f"record:{uuid}" for uuid in visited],
            *[*statement.parameters, statement.now, lang, each],
        ],
    )
    seen = frozenset(as_row(r).uuid for r in found if r[-1])
    return Kin(seen, tuple(as_row(r) for r in found if not r[-1]))
