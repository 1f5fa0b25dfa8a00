"""Where the database has no full-text engine of ours yet (PostgreSQL, until its adapter exists): names by their beginning."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import connection

from cms.search.engine import Answer, Hit, Wanted
from cms.search.tokens import IndexRow


class NameEngine:
    """Finds things whose folded name or reading begins like the query; no ranking and no counts."""

    name = "names"

    def write(self, number: int, rows: Mapping[str, IndexRow]) -> None:
        """Keep nothing: the keys of suggestions are enough."""

    def remove(self, number: int) -> None:
        """Forget nothing: the keys go with the entry."""

    def find(self, wanted: Wanted) -> Answer:
        """Return hits with a name that begins like the query as one token, in the order of the entries; no counts."""
        prefixes = [token.replace("%", "").replace("_", "") + "%" for token in wanted.plan.exact]
        if not prefixes:
            return Answer()
        conditions = [
            f"({' OR '.join(['k.key LIKE %s'] * len(prefixes))})",
            "e.visible_from <= %s",
            "e.visible_until > %s",
        ]
        parameters: list[Any] = [wanted.lang, *prefixes, wanted.now, wanted.now]
        if wanted.kinds:
            conditions.append(f"e.kind IN ({', '.join(['%s'] * len(wanted.kinds))})")
            parameters += wanted.kinds
        for tag in wanted.tags:
            conditions.append("EXISTS (SELECT 1 FROM cms_search_searchtag g WHERE g.entry_id = e.id AND g.tag = %s)")
            parameters.append(tag)
        if wanted.after is not None:
            conditions.append("e.id > %s")
            parameters.append(wanted.after[1])
        sql = (
            'SELECT e.id, e.uuid, t.kind, d.summary, d."full", t.windows, d.etag FROM cms_search_searchentry e '  # noqa: S608
            "JOIN cms_publishing_publishedthing t ON t.uuid = e.uuid "
            "JOIN cms_publishing_publisheddocument d ON d.thing_id = e.uuid AND d.lang = %s "
            f"WHERE e.id IN (SELECT k.entry_id FROM cms_search_searchkey k WHERE {conditions[0]}) "
            f"AND {' AND '.join(conditions[1:])} ORDER BY e.id LIMIT %s"
        )
        with connection.cursor() as cursor:
            cursor.execute(sql, [*parameters, wanted.limit + 1])
            rows = cursor.fetchall()
        return Answer(tuple(Hit(r[0], 0.0, str(r[1]), r[2], bytes(r[3]), bytes(r[4]), r[5], r[6]) for r in rows))
