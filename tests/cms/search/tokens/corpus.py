"""The 65 places of the golden queries in an in-memory FTS5 table, one row per place and language.

It stands in for the engine: same tokens, same columns, same tiers. Text is shown by fallback, as in the documents.
"""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from cms.languages.ruby import Entry, Glossary
from cms.languages.table import CODES
from cms.search.tokens import (
    COLUMNS,
    TOKENIZER,
    QueryPlan,
    Vocabulary,
    Words,
    corrected,
    index_row,
    match_expression,
    query_plan,
    split_plan,
    tiers,
    vocabulary_words,
)

GOLDEN: Final = Path(__file__).parents[3] / "golden"
GLOSSARY: Final = Glossary(
    Entry(surface, reading, confirmed=True)
    for surface, reading in {
        "津山": "つやま", "作州": "さくしゅう", "鶴山公園": "かくざんこうえん", "鶴山八幡宮": "つるやまはちまんぐう",
        "山下": "さんげ", "院庄": "いんのしょう", "布滝": "のんだき", "阿波": "あば",
    }.items()
)  # fmt: skip
LABELS: Final = {
    "castle": {"ja": "城", "en": "Castle", "zh-hans": "城", "zh-hant": "城", "ko": "성", "fr": "Château", "ja-x-easy": "おしろ"},
    "museum": {"ja": "博物館", "en": "Museum", "zh-hans": "博物馆", "zh-hant": "博物館", "ko": "박물관", "fr": "Musée", "ja-x-easy": "はくぶつかん"},
    "shrine": {"ja": "神社", "en": "Shrine", "zh-hans": "神社", "zh-hant": "神社", "ko": "신사", "fr": "Sanctuaire", "ja-x-easy": "じんじゃ"},
    "temple": {"ja": "寺", "en": "Temple", "zh-hans": "寺院", "zh-hant": "寺院", "ko": "절", "fr": "Temple", "ja-x-easy": "おてら"},
    "station": {"ja": "駅", "en": "Station", "zh-hans": "车站", "zh-hant": "車站", "ko": "역", "fr": "Gare", "ja-x-easy": "えき"},
    "garden": {"ja": "庭園", "en": "Garden", "zh-hans": "庭园", "zh-hant": "庭園", "ko": "정원", "fr": "Jardin", "ja-x-easy": "にわ"},
    "event": {"ja": "行事", "en": "Event", "zh-hans": "活动", "zh-hant": "活動", "ko": "행사", "fr": "Événement", "ja-x-easy": "イベント"},
}  # fmt: skip
_NAMES: Final = {"ja": "name_ja", "ja-x-easy": "name_ja", "en": "name_en", "fr": "name_en", "ko": "name_ko",
                 "zh-hans": "name_zh_hans", "zh-hant": "name_zh_hant"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class GoldenQuery:
    """One question of a golden file, named by `file`. Any of `first` may come first."""

    lang: str
    query: str
    must_find: tuple[str, ...]
    must_not_find: tuple[str, ...]
    first: tuple[str, ...]
    held_out: bool
    file: str

    def is_met(self, slugs: list[str]) -> bool:
        """Whether what is meant comes first."""
        return slugs[:1] != [] and slugs[0] in self.first


def golden_queries(file: str = "search.json") -> list[GoldenQuery]:
    rows: list[dict[str, Any]] = json.loads((GOLDEN / file).read_text("utf-8"))
    return [
        GoldenQuery(
            row["lang"],
            row["query"],
            tuple(row["must_find"]),
            tuple(row["must_not_find"]),
            tuple([row["first"]] if isinstance(row["first"], str) else row["first"] or ()),
            row.get("held_out", False),
            file,
        )
        for row in rows
    ]


def spots() -> list[dict[str, str]]:
    with (GOLDEN / "spots.csv").open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


class Index:
    """All places in all languages, searchable."""

    def __init__(self) -> None:
        self.connection = sqlite3.connect(":memory:")
        columns = ", ".join(COLUMNS)
        self.connection.execute(
            f"CREATE VIRTUAL TABLE search USING fts5(id UNINDEXED, lang UNINDEXED, {columns}, tokenize='{TOKENIZER}')"
        )
        for spot in spots():
            for lang in CODES:
                self.add(spot, lang)
        names = dict.fromkeys(_NAMES.values())
        written = [spot[name] for spot in spots() for name in names]
        self.vocabulary = Vocabulary(Words(vocabulary_words(written, [spot["kana"] for spot in spots()])))

    def add(self, spot: dict[str, str], lang: str) -> None:
        japanese = lang.startswith("ja")
        label = LABELS.get(spot["category"], {}).get(lang, "")
        text = spot["facts_ja"] if japanese else spot["facts_en"]
        row = index_row(
            name=spot[_NAMES[lang]],
            readings=[spot["kana"]],
            text_readings=GLOSSARY.readings(spot["facts_ja"]),
            other_names=dict.fromkeys(spot[name] for code, name in _NAMES.items() if name != _NAMES[lang]),
            category=label,
            texts=[text, spot["designation"]] if japanese else [text],
        )
        values = [spot["id"], lang, *(getattr(row, column) for column in COLUMNS)]
        self.connection.execute(f"INSERT INTO search VALUES ({', '.join('?' * len(values))})", values)

    def search(self, query: str, lang: str) -> list[str]:
        """Ids from best to worst; for a query that finds nothing, parted where scripts meet, then with its slips mended."""
        return self.planned(query_plan(query, lang), lang) or next(
            (found for plan in self.others(query, lang) if (found := self.planned(plan, lang))), []
        )

    def others(self, query: str, lang: str) -> Iterator[QueryPlan]:
        """The plans that are tried where the first finds nothing."""
        if (split := split_plan(query, lang)) is not None:
            yield split
        if (meant := corrected(query, self.vocabulary)) is not None:
            yield query_plan(meant, lang)

    def planned(self, plan: QueryPlan, lang: str) -> list[str]:
        """Ids that a plan finds, tier by tier."""
        if plan.is_empty:
            return []
        found = []
        for tier in tiers(plan):
            rows = self.connection.execute(
                "SELECT id FROM search WHERE search MATCH ? AND lang = ? ORDER BY rowid",
                (match_expression(tier.wish), lang),
            )
            found += [row[0] for row in rows]
        return found
