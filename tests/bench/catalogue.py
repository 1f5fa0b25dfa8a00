"""The catalogue of a prefecture's museums that do not exist: objects with names, readings and texts as words are spread in them.

The same for every run. How often a word is used falls with its place (Zipf 1949), as in catalogues: some thousand words of
two characters, of which the first stand in every second text and the last in a few.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from random import Random
from typing import Any, Final
from uuid import UUID

import orjson

SEED: Final = 1603
WORDS: Final = 6_000
CHARACTERS: Final = (
    "山川水火土木金石花鳥風月雪雨雲空海波島岸田畑村里町家門橋道船車馬牛犬虎龍鶴亀松竹梅桜菊蓮桐藤柳柿麦米豆茶酒塩味"
    "紙布糸針刀弓矢鎧兜旗鏡鈴鐘鼓笛琴歌舞面能書画筆墨硯印文字詩絵図地天日星光影色紅白黒青黄緑銀銅鉄漆玉貝骨角皮毛"
    "神仏寺社祭礼祈願僧尼王公君臣民士農工商医師匠職人男女老若父母子孫兄弟友客主従新古大小長短高低深浅内外上下左右前"
)
TYPES: Final = (
    ("茶碗", "ちゃわん", "tea bowl"),
    ("掛軸", "かけじく", "hanging scroll"),
    ("屏風", "びょうぶ", "folding screen"),
    ("太刀", "たち", "long sword"),
    ("鉄鍔", "てつつば", "sword guard"),
    ("具足", "ぐそく", "armour"),
    ("古文書", "こもんじょ", "manuscript"),
    ("絵図", "えず", "map"),
    ("錦絵", "にしきえ", "print"),
    ("鬼瓦", "おにがわら", "ridge tile"),
    ("土器", "どき", "earthenware"),
    ("埴輪", "はにわ", "clay figure"),
    ("仏像", "ぶつぞう", "statue"),
    ("能面", "のうめん", "mask"),
    ("小袖", "こそで", "robe"),
    ("印籠", "いんろう", "seal case"),
    ("根付", "ねつけ", "toggle"),
    ("硯箱", "すずりばこ", "writing box"),
    ("絵葉書", "えはがき", "postcard"),
    ("写真", "しゃしん", "photograph"),
    ("糸車", "いとぐるま", "spinning wheel"),
    ("看板", "かんばん", "signboard"),
    ("時計", "とけい", "clock"),
    ("薬箪笥", "くすりだんす", "medicine chest"),
)
PLACES: Final = (
    *(
        ("美作", "みまさか"),
        ("津山", "つやま"),
        ("備前", "びぜん"),
        ("備中", "びっちゅう"),
        ("因幡", "いなば"),
        ("伯耆", "ほうき"),
    ),
    *(
        ("出雲", "いずも"),
        ("播磨", "はりま"),
        ("讃岐", "さぬき"),
        ("京都", "きょうと"),
        ("伊万里", "いまり"),
        ("瀬戸", "せと"),
    ),
)
LOOKS: Final = (
    *(
        ("染付", "そめつけ"),
        ("蒔絵", "まきえ"),
        ("金彩", "きんさい"),
        ("朱塗", "しゅぬり"),
        ("白磁", "はくじ"),
        ("鉄絵", "てつえ"),
    ),
    *(("青磁", "せいじ"), ("木彫", "もくちょう"), ("墨書", "ぼくしょ"), ("彩色", "さいしき")),
)
CATEGORIES: Final = (
    ("craft", "工芸"),
    ("painting", "絵画"),
    ("archaeology", "考古"),
    ("history", "歴史"),
    ("folklore", "民俗"),
)
TAGS: Final = (
    "bakufu",
    "castle",
    "food",
    "garden",
    "gift",
    "meiji",
    "merchant",
    "onsen",
    "ritual",
    "river",
    "school",
    "war",
)
ERAS: Final = (
    ("慶長", 1596, 20),
    ("寛永", 1624, 21),
    ("元禄", 1688, 17),
    ("享保", 1716, 21),
    ("文化", 1804, 15),
    ("明治", 1868, 45),
)
ENDINGS: Final = ("を描く。", "が残る。", "と伝わる。", "に用いた。", "の銘がある。", "を模す。")


@dataclass(frozen=True, slots=True)
class Described:
    """One object: the rows that publishing keeps of it, in Japanese."""

    number: int
    uuid: UUID
    slug: str
    rank: int
    lat: float
    lon: float
    tags: tuple[str, ...]
    name: str
    reading: str
    english: str
    summary: dict[str, Any]
    full: dict[str, Any]


def words() -> list[str]:
    """Return the words of texts, the most used first."""
    random = Random(SEED)
    pairs = [a + b for a in CHARACTERS for b in CHARACTERS if a != b]
    return random.sample(pairs, WORDS)


def objects(count: int) -> Iterator[Described]:
    """Yield objects in the order of their uuids, which follow their numbers."""
    known = words()
    weights = list(accumulate(1 / (place + 2.7) ** 1.07 for place in range(len(known))))
    random = Random(SEED)
    for number in range(count):
        yield _described(number, random, known, weights)


def _described(number: int, random: Random, known: list[str], weights: list[float]) -> Described:
    kind, place, look = random.choice(TYPES), random.choice(PLACES), random.choice(LOOKS)
    motif = random.choices(known, cum_weights=weights)[0]
    name = f"{place[0]}{look[0]}{motif}文{kind[0]}"
    reading = f"{place[1]}{look[1]}もん{kind[1]}"
    era, first, years = random.choice(ERAS)
    year = random.randrange(years) + 1
    used = random.choices(known, cum_weights=weights, k=random.randrange(20, 70))
    text = "".join(
        f"{random.choice(TYPES)[0] if place % 12 == 0 else ''}{''.join(used[place : place + 3])}{random.choice(ENDINGS)}"
        for place in range(0, len(used), 3)
    )
    tags = tuple(sorted(random.sample(TAGS, random.randrange(1, 3))))
    category = random.choice(CATEGORIES)
    return _published(
        number,
        random,
        (name, reading, f"{kind[2]} {number}"),
        (text, f"{era}{year}年", first + year - 1),
        tags,
        category,
    )


def _published(
    number: int,
    random: Random,
    named: tuple[str, str, str],
    told: tuple[str, str, int],
    tags: tuple[str, ...],
    category: tuple[str, str],
) -> Described:
    """Return the rows of one object: the members of documents of the kind `item`, as far as search and lists read them."""
    name, reading, english = named
    text, dated, year = told
    uuid, slug = UUID(int=(number << 80) | 0x4000_8000_0000_0000_0000), f"object-{number:06}"
    lat, lon = 35.06 + random.random() / 4, 134.0 + random.random() / 4
    summary: dict[str, Any] = {
        **{"id": str(uuid), "kind": "item", "slug": slug, "name": name, "reading": reading, "lang": "ja"},
        **{"lang_status": "reviewed", "stale": False, "languages": ["ja"], "url": f"@ORIGIN@/ja/items/{slug}/"},
        **{
            "short": f"{dated}の{name}。{english}",
            "confirm": "ok",
            "position": {"lat": lat, "lon": lon, "accuracy_m": 30},
        },
        **{"image": None, "tags": [{"slug": tag, "name": tag} for tag in tags], "notices": [], "has_hours": False},
        **{
            "category": {"slug": category[0], "name": category[1]},
            "accession_number": f"K-{number // 1000:04}-{number % 1000:03}",
        },
        **{"demonstration": True, "date": {"text": dated, "earliest": year, "latest": year}},
    }
    full = summary | {
        **{"text": text, "text_html": f"<p>{text}</p>", "medium": "", "dimensions": "", "display": None, "asset": None},
        **{"rights": {"code": "cc0", "name": "CC0", "url": "", "credit": ""}, "images": [], "media": [], "related": []},
        **{"sources": [], "address": ""},
    }
    return Described(number, uuid, slug, number % 200, lat, lon, tags, name, reading, english, summary, full)


def stored(described: Described, lang: str = "ja") -> tuple[bytes, bytes, str]:
    """Return the summary and the whole document as they are stored, and their digest.

    As in most catalogues there is an English name and no other text but the Japanese one, which all languages show.
    """
    shown = {} if lang == "ja" else {"name": described.english, "lang": lang, "languages": ["ja", "en"]}
    summary, full = orjson.dumps(described.summary | shown), orjson.dumps(described.full | shown)
    return summary, full, hashlib.sha256(summary + full).hexdigest()
