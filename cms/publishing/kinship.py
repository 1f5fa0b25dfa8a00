"""What belongs together: things of one theme, things that go with those somebody has seen. One SQL statement each."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from cms.publishing.query import ROW, Statement, adapt_uuid
from cms.publishing.rows import Row, as_row, fetch_all


def themes(lang: str, *, kinds: Sequence[str], season: str, tags: int, each: int) -> list[tuple[str, list[Row]]]:
    """Return the `tags` tags that most public things of a season bear, each with its `each` first things."""
    statement = Statement()
    statement.among("t.kind", tuple(kinds))
    statement.add("(t.seasons = '' OR t.seasons LIKE %s)", f"%,{season},%")
    found = fetch_all(
        f"SELECT {ROW}, x.tag FROM (SELECT g.tag, g.thing_id, "  # noqa: S608
        "ROW_NUMBER() OVER (PARTITION BY g.tag ORDER BY t.rank, t.slug) AS place, "
        "COUNT(*) OVER (PARTITION BY g.tag) AS many "
        "FROM cms_publishing_publishedtag g JOIN cms_publishing_publishedthing t ON t.uuid = g.thing_id "
        f"WHERE {statement.where}) x JOIN cms_publishing_publishedthing t ON t.uuid = x.thing_id "
        "JOIN cms_publishing_publisheddocument d ON d.thing_id = t.uuid AND d.lang = %s "
        "WHERE x.place <= %s ORDER BY x.many DESC, x.tag, x.place LIMIT %s",
        [*statement.parameters, lang, each, tags * each],
    )
    grouped: dict[str, list[Row]] = {}
    for r in found:
        grouped.setdefault(r[-1], []).append(as_row(r))
    return list(grouped.items())[:tags]


def kinship(lang: str, *, visited: Sequence[UUID], each: int) -> tuple[set[UUID], dict[str, list[Row]]]:
    """Return which of the visited things are public, and per kind the `each` others that have most to do with them.

    A thing counts 3 for each visited thing that it names or that names it, and 1 for each tag they share.
    """
    marks = ", ".join(["%s"] * len(visited))
    ids = [adapt_uuid(uuid) for uuid in visited]
    texts = [f"record:{uuid}" for uuid in visited]
    statement = Statement()
    found = fetch_all(
        f"WITH shared AS (SELECT g.thing_id AS uuid, 1 AS points FROM cms_publishing_publishedtag g "  # noqa: S608
        f"JOIN cms_publishing_publishedtag v ON v.tag = g.tag WHERE v.thing_id IN ({marks}) "
        f'UNION ALL SELECT thing, 3 FROM cms_publishing_documentdependency WHERE "on" IN ({marks})), '
        "scored AS (SELECT uuid, SUM(points) AS points FROM shared GROUP BY uuid), "
        f"kin AS (SELECT t.uuid AS uuid, t.uuid IN ({marks}) AS visited, ROW_NUMBER() OVER ("
        f"PARTITION BY t.kind, t.uuid IN ({marks}) ORDER BY COALESCE(s.points, 0) DESC, t.rank, t.slug) AS place "
        f"FROM cms_publishing_publishedthing t LEFT JOIN scored s ON s.uuid = t.uuid WHERE {statement.where}) "
        f"SELECT {ROW}, kin.visited FROM kin JOIN cms_publishing_publishedthing t ON t.uuid = kin.uuid "
        "JOIN cms_publishing_publisheddocument d ON d.thing_id = t.uuid AND d.lang = %s "
        "WHERE kin.visited OR kin.place <= %s ORDER BY kin.place",
        [*ids, *texts, *ids, *ids, *statement.parameters, lang, each],
    )
    seen, kin = set[UUID](), dict[str, list[Row]]()
    for r in found:
        row = as_row(r)
        if r[-1]:
            seen.add(row.uuid)
        else:
            kin.setdefault(row.kind, []).append(row)
    return seen, kin
