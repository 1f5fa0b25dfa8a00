"""Where the database has no full-text engine of ours yet (PostgreSQL, until its adapter exists): names by their beginning."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import connection

from cms.search.engine import Answer, Hit, Wanted
from cms.search.tokens import IndexRow


class NameEngine:
    """Finds things whose folded name or reading holds every word asked for; no ranking beyond whole names first."""

    name = "names"

    def write(self, number: int, rows: Mapping[str, IndexRow]) -> None:
        """Keep nothing: the keys of suggestions are enough."""

    def remove(self, number: int) -> None:
        """Forget nothing: the keys go with the entry."""

    def find(self, wanted: Wanted) -> Answer:
        """Return hits whose keys begin with the query as one token; no counts."""
        if not wanted.plan.exact or wanted.after is not None:
            return Answer()
        starts = " OR ".join(["k.key LIKE %s"] * len(wanted.plan.exact))
        sql = (
            'SELECT DISTINCT e.id, 0.0, e.uuid, t.kind, d.summary, d."full", t.windows, d.etag FROM cms_search_searchkey k '  # noqa: S608
            "JOIN cms_search_searchentry e ON e.id = k.entry_id JOIN cms_publishing_publishedthing t ON t.uuid = e.uuid "
            f"JOIN cms_publishing_publisheddocument d ON d.thing_id = e.uuid AND d.lang = %s WHERE ({starts}) "
            "AND e.visible_from <= %s AND e.visible_until > %s ORDER BY e.id LIMIT %s"
        )
        prefixes = [token.replace("%", "").replace("_", "") + "%" for token in wanted.plan.exact]
        with connection.cursor() as cursor:
            cursor.execute(sql, [wanted.lang, *prefixes, wanted.now, wanted.now, wanted.limit + 1])
            rows = cursor.fetchall()
        hits = [Hit(r[0], r[1], str(r[2]), r[3], bytes(r[4]), bytes(r[5]), r[6], r[7]) for r in rows]
        return Answer(tuple(hit for hit in hits if not wanted.kinds or hit.kind in wanted.kinds))
