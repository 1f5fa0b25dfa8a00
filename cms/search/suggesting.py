"""Suggestions: things with a name or reading that begins like what was typed, nearest first, in one statement.

They are asked of the database whatever engine searches: it answers within milliseconds for a hundred thousand things, and
what one types is answered again with every letter.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.db import connection

KEYS_PER_THING: Final = 24
"""How many names and readings of one thing may begin alike before they take another's place."""

SHORT: Final = 2
"""Beginnings of so many characters are what many keys have: an index holds each one's keys in the order of their places."""


def suggested(lang: str, prefixes: Sequence[str], *, now: int, limit: int) -> list[bytes]:
    """Return summaries in `lang`. The nearest keys are taken from their index alone, then their things are looked up."""
    arms, parameters = list[str](), list[Any]()
    for prefix in _widest(prefixes):
        condition, bounds = _begins(prefix)
        arms.append(
            f"SELECT * FROM (SELECT k.entry_id, k.place FROM cms_search_searchkey k WHERE {condition} "  # noqa: S608
            "ORDER BY k.place, k.entry_id LIMIT %s) a"
        )
        parameters += [*bounds, limit * KEYS_PER_THING]
    sql = (
        "SELECT d.summary FROM (SELECT n.entry_id AS number, MIN(n.place) AS place FROM ("  # noqa: S608
        f"SELECT * FROM ({' UNION ALL '.join(arms)}) b ORDER BY place, entry_id LIMIT %s"
        ") n GROUP BY n.entry_id) m JOIN cms_search_searchentry e ON e.id = m.number "
        "JOIN cms_publishing_publisheddocument d ON d.thing_id = e.uuid AND d.lang = %s "
        "WHERE e.visible_from <= %s AND e.visible_until > %s ORDER BY m.place, m.number LIMIT %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*parameters, limit * KEYS_PER_THING, lang, now, now, limit])
        return [bytes(row[0]) for row in cursor.fetchall()]


def _widest(prefixes: Sequence[str]) -> list[str]:
    """Leave out what begins with another one: its keys are found there."""
    return [one for one in prefixes if not any(one != other and one.startswith(other) for other in prefixes)]


def _begins(prefix: str) -> tuple[str, list[str]]:
    if len(prefix) <= SHORT:
        cut = "SUBSTR" if connection.vendor == "sqlite" else "SUBSTRING"  # as Django writes the index
        return f"{cut}(k.key, 1, {len(prefix)}) = %s", [prefix]
    return "k.key >= %s AND k.key < %s", [prefix, prefix + "\U0010ffff"]
