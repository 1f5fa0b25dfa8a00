"""Published things without a form behind them: lists and deltas need many, and of kinds that no app has yet."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import uuid4

from cms.languages.table import CODES
from cms.publishing.building import Document, Projected
from cms.publishing.services import write
from cms.records.facts import Facts

EVERY_RECORD: Final = frozenset(
    [
        "id",
        "kind",
        "slug",
        "name",
        "lang",
        "lang_status",
        "stale",
        "languages",
        "url",
        "position",
        "image",
        "tags",
        "updated",
    ]
)
"""Members of contract.md 3 that each row of a list has."""

NOW: Final = "2026-11-22T16:00:00+09:00"
"""A Sunday afternoon in Tsuyama."""


def hours(day: int) -> tuple[int, int, None]:
    """Return 9:00 to 17:00 (Asia/Tokyo) of the day `day` days after NOW's."""
    opening = datetime(2026, 11, 22, 0, tzinfo=UTC) + timedelta(days=day)
    return int(opening.timestamp()), int((opening + timedelta(hours=8)).timestamp()), None


NINE_TO_FIVE: Final = [hours(day) for day in range(3)]


def published(slug: str, *, kind: str = "place", rank: int = 100, windows: Any = None, **facts: Any) -> Projected:
    """Write a thing in all languages, as publishing does; `facts` are those of `cms.records.facts.Facts`."""
    uuid = uuid4()
    plural = "stories" if kind == "story" else f"{kind}s"
    tags = [{"slug": tag, "name": tag} for tag in facts.get("tags", ())]
    documents = []
    for lang in CODES:
        summary: dict[str, Any] = {
            **{"id": str(uuid), "kind": kind, "slug": slug, "name": slug, "reading": "", "lang": "ja"},
            **{
                "lang_status": "reviewed",
                "stale": False,
                "languages": ["ja"],
                "url": f"@ORIGIN@/{lang}/{plural}/{slug}/",
            },
            **{
                "short": "",
                "confirm": "ok",
                "position": None,
                "image": None,
                "tags": tags,
                "category": None,
                "notices": [],
            },
        }
        documents.append(Document(lang, "ja", "reviewed", summary, summary | {"text": ""}, f"{uuid}{lang}"))
    projected = Projected(uuid, kind, slug, rank, Facts(**facts), windows, tuple(documents), frozenset())
    write(projected)
    return projected
