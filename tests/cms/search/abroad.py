"""The catalogue of a large museum abroad that does not exist: 20,010 items, always the same.

112 pieces that queries ask for (known titles, invented numbers) among thousands of their like. Names stand in one to six
languages; who has none in Japanese has the first of the others there, as the source language wants one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any, Final

GOLDEN: Final = Path(__file__).parents[2] / "golden"
LANGS: Final = ("en", "fr", "ja", "zh-hans", "zh-hant", "ko")
DATA: Final[dict[str, Any]] = json.loads((GOLDEN / "abroad_items.json").read_text("utf-8"))
W: Final[dict[str, Any]] = DATA["words"]
COUNTS: Final = {
    **{"painting": 2600, "print": 2000, "ceramic": 2400, "celadon": 1000, "sword": 900, "ukiyoe": 1200, "coin": 1600},
    **{"natural": 1700, "textile": 1000, "photograph": 1900, "instrument": 900, "find": 1800, "armour": 500},
    "manuscript": 400,
}
SCENES: Final = ("Street in", "Bridge at", "Children in", "Station at", "Market in")
PHOTOGRAPHERS: Final = (
    *("Felice Beato", "Eugène Atget", "Fenton, Roger", "Tina Modotti", "Kusakabe Kimbei 日下部金兵衛", "unknown"),
)
BOOKS: Final = ("Qurʾān", "Breviary", "Choir Book", "Khamsa of Niẓāmī", "Bestiary")
PERIODS: Final = (
    *(("鎌倉時代", 1185, 1333), ("室町時代", 1336, 1573), ("慶長年間", 1596, 1615), ("寛文10年（1670）", 1670, 1670)),
)
OTHERS: Final = {"textile": "textiles", "instrument": "devices", "find": "finds", "armour": "harness"}
OF: Final = {"textile": "silk", "instrument": "brass", "find": "terracotta", "armour": "steel"}

Dated = tuple[str, int | None, int | None]
Made = tuple[str, dict[str, str], str, Dated, dict[str, str]]


def items() -> list[dict[str, Any]]:
    """Return all items; what queries ask for is spread among the others."""
    random = Random(20261123)
    made = [
        {
            **{
                "maker": "",
                "reading": "",
                "ucode": "",
                "text": {},
                "medium": {},
                "date": "",
                "earliest": None,
                "latest": None,
            },
            **anchor,
        }
        for anchor in DATA["anchors"]
    ]
    for kind, count in COUNTS.items():
        for number in range(count):
            category, names, maker, (date, earliest, latest), medium = _made(random, kind)
            made.append(
                {
                    **{"key": f"{kind}-{number}", "accession": _number(random, kind, number), "category": category},
                    **{"maker": maker, "date": date, "earliest": earliest, "latest": latest},
                    **{"names": _some(random, names), "medium": _some(random, medium)},
                    **{"text": {"en": random.choice(W["remarks"])}, "reading": "", "ucode": ""},
                }
            )
    random.shuffle(made)
    return made


def said(texts: Mapping[str, str], lang: str) -> str:
    """Return a text as a reader of `lang` gets it: in the language, in English, in the source language."""
    source = texts.get("ja") or next(iter(texts.values()), "")
    near = {"zh-hans": ("zh-hant", "en"), "zh-hant": ("zh-hans", "en"), "ko": ("en",), "fr": ("en",)}
    return next((texts[code] for code in (lang, *near.get(lang, ())) if texts.get(code)), source)


def _some(random: Random, texts: Mapping[str, str]) -> dict[str, str]:
    first, *others = texts
    kept = [first, *random.sample(others, min(len(others), random.choice((0, 0, 1, 1, 2, 3))))]
    return {code: texts[code] for code in texts if code in kept}


def _dated(random: Random, first: int, last: int) -> Dated:
    year = random.randint(first, last)
    form = random.choice(("{y}", "ca. {y}", "{c}th century", "dated {y}", "{y}–{z}", "about {y}"))
    until = year + random.randint(1, 9)
    if "{c}" in form:
        year, until = year // 100 * 100, year // 100 * 100 + 99
    elif "{z}" not in form:
        until = year
    short = f"{until % 100:02d}" if year // 100 == until // 100 else until
    return form.format(y=year, z=short, c=year // 100 + 1), year, until


def _number(random: Random, kind: str, i: int) -> str:
    year, part, sheet = random.randint(1860, 2019), random.randint(1, 99), random.randint(1, 99)
    letters, box = random.choice(("", "a", "a-b", "bis")), random.randint(1, 1231)
    return {
        **{
            "painting": f"{year}.{part}.{i}",
            "print": f"{year}.{sheet}.{i}{letters}",
            "ceramic": f"故瓷 {30000 + i:06d}",
        },
        **{"celadon": f"덕수 {6000 + i}", "sword": f"F-{40000 + i}", "ukiyoe": f"TNM-A-{4000 + i}"},
        **{"coin": f"B.M. {year},{box:04d}.{i}", "natural": f"NH.{year}.{1000 + i}", "textile": f"T.{i + 500}-{year}"},
        **{"photograph": f"PH-{year}-{i:04d}", "instrument": f"{year}-{i + 200}", "find": f"EA{30000 + i}"},
        **{"armour": f"A.{i + 300}", "manuscript": f"MS Or. {3000 + i}"},
    }[kind]


def _made(random: Random, kind: str) -> Made:
    if kind in {"painting", "print"}:
        return _pictured(random, kind)
    if kind in OTHERS:
        return _thing(random, kind)
    return {
        **{"ceramic": _porcelain, "celadon": _celadon, "sword": _sword, "ukiyoe": _ukiyoe, "coin": _coin},
        **{"natural": _natural, "photograph": _photograph, "manuscript": _manuscript},
    }[kind](random)


def _pictured(random: Random, kind: str) -> Made:
    subject, medium = (
        random.choice(W["subjects"]),
        random.choice(W["media"][:3] if kind == "painting" else W["media"][3:]),
    )
    if random.random() < 0.35:
        en, fr, ja, hans, hant, ko = random.choice(W["cities"])
        subject = [f"View of {en}", f"Vue de {fr}", f"{ja}の眺め", f"{hans}景色", f"{hant}景色", f"{ko} 풍경"]
    names = dict(zip(LANGS, subject, strict=True))
    if random.random() < 0.2:
        place = random.randint(1, 40)
        sign = {"en": "No. ", "fr": "nº "}
        names = {code: f"{name} {sign.get(code, '')}{place}" for code, name in names.items()}
    maker = random.choice(W["painters"])
    if random.random() < 0.1:
        maker = random.choice(("Circle of ", "After ", "Attributed to ")) + maker
    return kind, names, maker, _dated(random, 1500, 1930), dict(zip(LANGS, medium, strict=True))


def _porcelain(random: Random) -> Made:
    ware, decor, shape, reign = _choices(random, "zh_ware", "zh_decor", "zh_shape", "reigns")
    en, name, dynasty, sign, first, last = reign
    names = {
        "zh-hant": f"{sign} {name} {ware[2]}{decor[2]}{shape[2]}",
        "zh-hans": f"{sign} {name.replace('萬曆', '万历')} {ware[1]}{decor[1]}{shape[1]}",
        "en": f"{ware[0]} {shape[0]} with {decor[0]}, {dynasty} dynasty, {en} reign",
        "ja": f"{ware[3]}{decor[3]}{shape[3]}",
    }
    date = f"{name}年間" if random.random() < 0.5 else f"{dynasty} dynasty, {en} period"
    return "ceramic", names, "", (date, int(first), int(last)), {"en": "porcelain", "zh-hant": "瓷器"}


def _celadon(random: Random) -> Made:
    ware, decor, shape = _choices(random, "ko_ware", "ko_decor", "ko_shape")
    names = {
        "ko": f"{ware[1]} {decor[1]} {shape[1]}",
        "en": f"{ware[0]} {shape[0]} with {decor[0]}",
        "ja": f"{ware[2]}{decor[2]}{shape[2]}",
    }
    return "celadon", names, "", (f"{ware[3]} 시대", int(ware[4]), int(ware[5])), {"ko": ware[1], "en": "stoneware"}


def _sword(random: Random) -> Made:
    (smith, latin), (blade, en) = _choices(random, "smiths", "blades")
    unsigned = random.random() < 0.3
    names = {
        "ja": f"{blade} {'無銘 伝' if unsigned else '銘 '}{smith}",
        "en": f"{en} {'attributed to' if unsigned else 'signed'} {latin}",
    }
    return "sword", names, smith, random.choice(PERIODS), {"ja": "鉄", "en": "steel"}


def _ukiyoe(random: Random) -> Made:
    (ja, series, maker, _latin, first, last), (station, en) = _choices(random, "ukiyo", "stations")
    names = {"ja": f"{ja} {station}", "en": f"{en}, from the series {series}", "fr": f"{en}, de la série « {series} »"}
    dated = (f"{first}年頃", int(first), int(last))
    return "ukiyoe", names, maker, dated, {"ja": "木版多色刷", "en": "colour woodblock print"}


def _coin(random: Random) -> Made:
    if random.random() < 0.4:
        hant, hans, en, first, last = random.choice(W["zh_coins"])
        names = {"zh-hant": hant, "zh-hans": hans, "en": f"{en} (cash coin)"}
        return "coin", names, "", ("", int(first), int(last)), {"en": "bronze", "zh-hant": "銅"}
    emperor, coin = _choices(random, "emperors", "coins")
    names = {"en": f"{coin} of {emperor}", "fr": f"{coin} de {emperor}"}
    return "coin", names, "", _dated(random, 100, 560), {"en": random.choice(("silver", "gold", "bronze"))}


def _natural(random: Random) -> Made:
    species = random.choice(W["species"])
    latin, en, fr, ja = species
    is_fossil = W["species"].index(species) < 5 or latin.startswith("Gingko")
    dated = ("Pleistocene", None, None) if is_fossil else _dated(random, 1800, 1960)
    names = {"en": f"{en} ({latin})", "fr": f"{fr} ({latin})", "ja": f"{ja} {latin}"}
    return "fossil" if is_fossil else "naturalhistory", names, "", dated, {"en": "fossil" if is_fossil else "specimen"}


def _photograph(random: Random) -> Made:
    (en, fr, ja, *_), scene = random.choice(W["cities"]), random.choice(SCENES)
    names = {"en": f"{scene} {en}", "fr": f"Vue prise à {fr}", "ja": f"{ja}の街角"}
    maker, dated = random.choice(PHOTOGRAPHERS), _dated(random, 1845, 1965)
    processes = ("albumen print", "gelatin silver print", "daguerreotype", "glass negative")
    return "photograph", names, maker, dated, {"en": random.choice(processes)}


def _manuscript(random: Random) -> Made:
    leaf, side = random.randint(1, 300), random.choice(("recto", "verso"))
    names = {"en": f"{random.choice(BOOKS)}, folio {leaf} {side}"}
    return "manuscript", names, "", _dated(random, 900, 1600), {"en": "ink on vellum"}


def _thing(random: Random, kind: str) -> Made:
    names = dict(zip(LANGS, random.choice(W[OTHERS[kind]]), strict=False))
    if kind == "find":
        site = random.choice(W["sites"])
        names |= {"en": f"{names['en']} from {site}", "fr": f"{names['fr']}, {site}"}
    if kind == "instrument" and random.random() < 0.4:
        names["en"] += f", Serial No. {random.randint(100, 9999)}"
    makers = ("W. & S. Jones", "George Adams", "Dollond", "Carl Zeiss")
    maker = random.choice(makers) if kind == "instrument" else ""
    years = (100, 900) if kind == "find" else (1500, 1900)
    return "archaeology" if kind == "find" else kind, names, maker, _dated(random, *years), {"en": OF[kind]}


def _choices(random: Random, *names: str) -> Iterator[Sequence[str]]:
    return (random.choice(W[name]) for name in names)
