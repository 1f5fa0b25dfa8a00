"""Notices that are true now, for pages that stand for the whole town."""

from __future__ import annotations

from typing import Any

import orjson

from cms.publishing.selectors import ListQuery, list_things


def notices_now(lang: str) -> list[dict[str, Any]]:
    """Return the notices in force, gravest first."""
    rows = list_things(ListQuery(lang=lang, kinds=("notice",), limit=20)).rows
    notices = [notice(orjson.loads(row.summary)) for row in rows]
    return sorted(notices, key=lambda n: LEVELS.get(str(n["level"]), 9))


def notice(document: dict[str, Any]) -> dict[str, Any]:
    """Return the members that the notices component shows, from a notice's own document."""
    return {
        "level": document.get("level") or "info",
        "kind": document.get("notice_kind"),
        "title": document.get("title") or document.get("name"),
        "text": document.get("text") or document.get("short"),
        "lang": document.get("lang"),
        "expires": document.get("expires"),
        "url": document.get("url"),
    }


LEVELS = {"urgent": 0, "danger": 0, "warning": 1, "important": 1, "info": 2}
