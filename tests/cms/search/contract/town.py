"""The places of the golden queries as published things, without forms and pipelines behind them."""

from __future__ import annotations

from hashlib import sha256
from typing import Any
from uuid import UUID, uuid5

from cms.languages.table import CODES
from cms.publishing.building import Document, Projected
from cms.publishing.models import PublishedThing
from cms.publishing.services import write
from cms.records.facts import Facts
from cms.search.models import SearchEntry
from cms.search.naming import named
from cms.search.wording import token_rows
from tests.cms.search.contract.oracle import Thing
from tests.cms.search.tokens.corpus import _NAMES, LABELS, spots

NOW = 1_795_000_000
"""A Wednesday in Tsuyama, 18 November 2026, 20:06: what was open in the morning was open today."""
DAY = 86_400
HOUSES = {
    "open-this-morning": [(NOW - 11 * 3600, NOW - 4 * 3600, None)],
    "closed-today": [(NOW - DAY, NOW - DAY + 3600, None), (NOW + DAY, NOW + DAY + 3600, None)],
    "without-hours": None,
}
HERE = UUID("5d3c1c56-6b0f-4a5e-9d6c-2f6d0f8f1a10")


def told(slug: str, *, kind: str = "place", rank: int = 100, tags: tuple[str, ...] = (), **texts: Any) -> Projected:
    """Return a thing ready to be written. `texts`: `names` and `short` by language, `reading`, `category` by language,
    `windows` as instants, `seasons`, other `facts`."""
    uuid = uuid5(HERE, f"{kind}/{slug}")
    documents = []
    for lang in CODES:
        label = texts.get("category", {}).get(lang, "")
        summary = {
            **{"id": str(uuid), "kind": kind, "slug": slug, "name": texts["names"].get(lang, texts["names"]["ja"])},
            **{"reading": texts.get("reading", ""), "lang": lang, "lang_status": "reviewed", "languages": [lang]},
            **{"url": f"@ORIGIN@/{lang}/places/{slug}/", "short": texts.get("short", {}).get(lang, "")},
            **{"tags": [{"slug": tag, "name": tag} for tag in tags], "stale": False, "position": None, "image": None},
            **{
                "category": {"slug": "c", "name": label, "lang": lang} if label else None,
                "notices": [],
                "confirm": "ok",
            },
        }
        full = summary | {"text": ""} | texts.get("full", {})
        digest = sha256(f"{uuid}{lang}{texts}{rank}".encode()).hexdigest()
        documents.append(Document(lang, lang, "reviewed", summary, full, digest))
    return Projected(
        uuid,
        kind,
        slug,
        rank,
        Facts(tags=tags, seasons=texts.get("seasons", ()), **texts.get("facts", {})),
        texts.get("windows"),
        tuple(documents),
        frozenset(),
    )


def stands(number: int) -> dict[str, Any]:
    """Return where the golden places stand: four at each spot, farther and farther away, the last ones over the sea, some nowhere."""
    if number % 7 == 6:
        return {}
    steps = 1.55 ** (number // 4)
    return {"lat": 35.06 + 0.0004 * steps * (-1) ** number, "lon": 134.0 - 0.0007 * steps}


def golden() -> list[Projected]:
    """Return the 65 places."""
    return [
        told(
            spot["id"],
            kind="event" if spot["category"] == "event" else "place",
            rank=100 + number % 3,
            tags=tuple({spot["category"], "even" if number % 2 else "odd"}),
            names={code: spot[column] for code, column in _NAMES.items()},
            reading=spot["kana"],
            category=LABELS.get(spot["category"], {}),
            facts=stands(number),
            seasons=("winter",) if number % 5 == 0 else (),
            windows=[(NOW - 3600, NOW + 3600 * (number % 2), None)] if number % 3 == 0 else None,
            short={code: spot["facts_ja" if code.startswith("ja") else "facts_en"] for code in CODES},
        )
        for number, spot in enumerate(spots())
    ]


def swords() -> list[Projected]:
    """Return seven swords that differ by what a search may be narrowed by, and the houses that three of them hang in."""
    houses = [told(f"house-{state}", names={"ja": "武具の館"}, windows=hours) for state, hours in HOUSES.items()]
    shown = [{"display": {"place": {"id": str(house.uuid)}}} for house in houses]
    facts: list[dict[str, Any]] = [
        {"date": {"earliest": 1603, "latest": 1616}, "rights": {"code": "CC0"}},
        {"date": {"earliest": 1616, "latest": None}, "display": {"gallery": "1"}},
        {"date": {"earliest": None, "latest": 1871}, "asset": {"id": "x"}},
        {},
        *shown,
    ]
    seasons: list[tuple[str, ...]] = [("spring",), ("spring", "autumn"), (), (), (), (), ()]
    return houses + [
        told(
            f"sword-{number}",
            kind="item",
            rank=500 + number,
            names={"ja": "無銘の刀"},
            full=full,
            seasons=seasons[number],
        )
        for number, full in enumerate(facts)
    ]


def publish(*projected: Projected) -> None:
    """Write things for readers."""
    for one in projected:
        write(one)


def as_things() -> list[Thing]:
    """Return everything published as the oracle reads it, from the documents."""
    entries = {entry.uuid: entry for entry in SearchEntry.objects.select_related("facet")}
    things = []
    for thing in PublishedThing.objects.filter(withdrawn_at=None).prefetch_related("documents"):
        import orjson

        full = {row.lang: ({}, orjson.loads(bytes(row.full))) for row in thing.documents.all()}
        in_order = {lang: full[lang] for lang in CODES}
        rows = token_rows(in_order, named(in_order, None))
        entry = entries[thing.uuid]
        tags = frozenset(entry.facet.tags.split())
        things.append(Thing(entry.pk, str(thing.uuid), thing.kind, entry.rank, tags, rows))
    return things
