"""Stored documents as publishing writes them, with the facts of the spot file, for tests of pages that need no database."""

from __future__ import annotations

from typing import Any
from uuid import NAMESPACE_URL, uuid5


def identity(slug: str) -> str:
    """Return the fixed uuid of a slug."""
    return str(uuid5(NAMESPACE_URL, f"kakuzan:{slug}"))


def image(artwork: str, alt: str, *, width: int = 1200, height: int = 800) -> dict[str, Any]:
    """Return an image member that shows one of our own drawings."""
    return {
        "url": f"@ORIGIN@/static/art/{artwork}.svg",
        "srcset": "",
        "alt": alt,
        "credit": "Kakuzan",
        "width": width,
        "height": height,
        "placeholder": "",
        "artwork": artwork,
    }


def summary(kind: str, slug: str, name: str, *, lang: str = "ja", **members: Any) -> dict[str, Any]:
    """Return the members of every record."""
    plural = {"story": "stories"}.get(kind, f"{kind}s")
    return {
        "id": identity(slug),
        "kind": kind,
        "slug": slug,
        "name": name,
        "reading": "",
        "lang": lang,
        "lang_status": "reviewed",
        "languages": ["ja", "en"],
        "member_langs": {},
        "url": f"@ORIGIN@/{lang}/{plural}/{slug}/",
        "position": None,
        "image": None,
        "tags": [],
        "category": None,
        "short": "",
        "confirm": "ok",
        "notices": [],
        "updated": "2026-04-01T09:00:00+09:00",
        **members,
    }


def full(document: dict[str, Any], **members: Any) -> dict[str, Any]:
    """Return a summary widened to a detail."""
    return {
        **document,
        "name_html": "",
        "text": "",
        "text_html": "",
        "body_html": "",
        "images": [document["image"]] if document["image"] else [],
        "media": [],
        "related": [],
        "sources": [{"text": "e-tsuyama.com", "confidence": "facts high; fees/hours verify"}],
        **members,
    }


def copy_of(document: dict[str, Any], number: int) -> dict[str, Any]:
    """Return a document again under another identity, a little further north, for lists that go on."""
    slug, position = f"{document['slug']}-{number}", document["position"]
    moved = {**position, "lat": round(position["lat"] + number * 0.0001, 5)}
    return {**document, "id": identity(slug), "slug": slug, "url": f"@ORIGIN@/ja/places/{slug}/", "position": moved}


def ruby(*pairs: tuple[str, str]) -> str:
    """Return words with their readings; a word without one stays bare."""
    return "".join(
        f"<ruby>{word}<rp>（</rp><rt>{kana}</rt><rp>）</rp></ruby>" if kana else word for word, kana in pairs
    )


def castle() -> dict[str, Any]:
    """Return 津山城（鶴山公園）, the fullest place."""
    place = summary(
        "place",
        "tsuyama-castle",
        "津山城（鶴山公園）",
        english="Tsuyama Castle (Kakuzan Park)",
        reading="つやまじょう（かくざんこうえん）",
        position={"lat": 35.0628, "lon": 134.005, "accuracy_m": 20},
        image=image("castle-wide", "段をなす石垣と満開の桜の絵", width=1600, height=1000),
        category={"slug": "castle", "name": "城"},
        tags=[{"slug": "cherry", "name": "桜"}, {"slug": "history", "name": "歴史"}],
        short="段をなす石垣に、約1000本の桜。天守のない城あと。",
    )
    return full(
        place,
        name_html=ruby(("津山城", "つやまじょう"), ("（", ""), ("鶴山公園", "かくざんこうえん"), ("）", "")),
        text_html="<p>"
        + ruby(
            ("森忠政", "もりただまさ"),
            ("が", ""),
            ("慶長", "けいちょう"),
            ("9年（1604）に", ""),
            ("築城", "ちくじょう"),
            ("を始め、", ""),
            ("元和", "げんな"),
            ("2年（1616）に完成した城のあと。地上から約45メートルの", ""),
            ("石垣", "いしがき"),
            ("に、桜が約1000本。", ""),
        )
        + "</p>",
        body_html="<h2>公園になるまで</h2><p>明治6年（1873）の廃城令で公売され、翌年から建物が取り壊されました。明治33年（1900）から公園です。</p>",
        address="岡山県津山市山下135",
        opening={
            "rule": {},
            "text": "4〜9月 8:40–19:00、10〜3月 8:40–17:00。さくらまつりの間 7:30–22:00。",
            "note": "",
            "certainty": "to_confirm",
        },
        price={"text": "大人 310円、中学生以下 無料", "adult_jpy": 310, "certainty": "to_confirm"},
        contacts=[{"kind": "web", "value": "e-tsuyama.com", "label": "Web"}],
        facilities=[
            {"code": "information", "name": "観光案内", "status": "yes", "detail": "津山観光センター"},
            {"code": "rental_bicycle", "name": "レンタサイクル", "status": "yes", "detail": ""},
            {"code": "touch_display", "name": "タッチ画面", "status": "yes", "detail": "備中櫓"},
            {"code": "toilet", "name": "トイレ", "status": "unknown", "detail": ""},
            {"code": "step_free", "name": "段差のない道", "status": "no", "detail": ""},
        ],
        designations=["国指定史跡（1963）", "日本100名城", "日本さくら名所100選"],
        facts=[
            {"label": "築城", "value": "慶長9年（1604）〜元和2年（1616）", "certainty": "confirmed"},
            {"label": "休み", "value": "12月29日〜31日", "certainty": "to_confirm"},
        ],
        access=[{"mode": "walk", "text": "津山駅から歩いて約18分"}, {"mode": "bus", "text": "ごんごバス 200円"}],
        related=[
            {
                "id": identity("castle-model"),
                "kind": "item",
                "slug": "castle-model",
                "name": "津山城模型",
                "url": "@ORIGIN@/ja/items/castle-model/",
                "image": image("castle-model", "", width=800, height=800),
                "short": "150分の1",
            }
        ],
    )


def tenshudai() -> dict[str, Any]:
    """Return the base of the lost keep, the record of the keep page."""
    place = summary(
        "place",
        "tsuyama-tenshudai",
        "津山城 天守台",
        reading="つやまじょう てんしゅだい",
        position={"lat": 35.0629, "lon": 134.0044, "accuracy_m": 80},
        image=image("keep-now", "今の天守台"),
        short="4重5階、地下1階。いまは石垣の台だけが残ります。",
    )
    return full(
        place,
        name_html=ruby(("津山城", "つやまじょう"), (" ", ""), ("天守", "てんしゅ")),
        media=[
            {
                "asset": "a",
                "role": "web",
                "url": "@ORIGIN@/media/keep.glb",
                "poster": "@ORIGIN@/static/art/keep-render.webp",
                "bytes": 1_900_000,
            },
            {"asset": "a", "role": "scene_viewer", "url": "@ORIGIN@/media/keep-plain.glb"},
            {"asset": "a", "role": "usdz", "url": "@ORIGIN@/media/keep.usdz"},
        ],
    )


def railway_museum() -> dict[str, Any]:
    """Return a museum whose last hour is worth a warning."""
    return full(
        summary(
            "place",
            "railway-museum",
            "津山まなびの鉄道館",
            position={"lat": 35.0533, "lon": 134.0008, "accuracy_m": 30},
            image=image("roundhouse", "扇形の機関車庫"),
            category={"slug": "museum", "name": "博物館"},
            short="1936年、17の線の扇形機関車庫。",
        )
    )


def shurakuen() -> dict[str, Any]:
    """Return a garden whose hours nobody confirmed."""
    return full(
        summary(
            "place",
            "shurakuen",
            "衆楽園",
            position={"lat": 35.0722, "lon": 134.0066, "accuracy_m": 40},
            image=image("shurakuen", "池と橋"),
            category={"slug": "garden", "name": "庭"},
            short="池泉回遊式の庭園。入園無料。",
            confirm="being_checked",
        )
    )


def edo_screen() -> dict[str, Any]:
    """Return a demonstration item with gaps, which the page must show as gaps."""
    item = summary(
        "item",
        "edo-hitome-zu",
        "江戸一目図屏風",
        reading="えどひとめずびょうぶ",
        image=image("edo-screen", "六つ折りの屏風の挿絵", width=1800, height=900),
        category={"slug": "painting", "name": "絵画"},
        short="江戸を一目の図にした屏風。",
    )
    return full(
        item,
        text_html="<p>鍬形蕙斎が江戸を一目の図にした屏風。旧市庁舎、いまの津山郷土博物館で見られます。</p>",
        accession_number="DEMO-0001",
        date={"text": "", "earliest": None, "latest": None, "era": ""},
        medium="",
        dimensions="",
        rights={"code": "CC0-1.0", "name": "CC0 1.0", "url": "https://creativecommons.org/publicdomain/zero/1.0/"},
        display={
            "place": {
                "id": identity("tsuyama-city-museum"),
                "name": "津山郷土博物館",
                "url": "@ORIGIN@/ja/places/tsuyama-city-museum/",
            },
            "gallery": "",
            "case": "",
        },
        demonstration=True,
        asset=None,
    )


def cherry_festival() -> dict[str, Any]:
    """Return the event that is on in April."""
    return full(
        summary(
            "event",
            "sakura-matsuri",
            "津山さくらまつり",
            english="Tsuyama Cherry Blossom Festival",
            dates_text="2026年3月27日〜4月12日",
            starts="2026-03-27T00:00:00+09:00",
            ends="2026-04-12T00:00:00+09:00",
            status="scheduled",
            image=image("bitchu-yagura", "桜にかこまれた備中櫓"),
            position={"lat": 35.0628, "lon": 134.005, "accuracy_m": 20},
            short="さくらの間は、朝7時半から夜10時まで。",
        ),
        dates=[{"start": "2026-03-27", "end": "2026-04-12", "all_day": True}],
        schedule_text="7:30–22:00",
        status="scheduled",
        place={
            "id": identity("tsuyama-castle"),
            "name": "津山城（鶴山公園）",
            "url": "@ORIGIN@/ja/places/tsuyama-castle/",
            "position": None,
        },
        season="spring",
    )


def gongo_festival() -> dict[str, Any]:
    """Return the event of August, still to come in April."""
    return full(
        summary(
            "event",
            "gongo-matsuri",
            "津山納涼ごんごまつり IN 吉井川",
            dates_text="2026年8月1日〜2日",
            starts="2026-08-01T00:00:00+09:00",
            ends="2026-08-02T00:00:00+09:00",
            status="scheduled",
            image=image("gongo-night", "川の上の花火"),
            short="おどりと花火。",
        ),
        dates=[{"start": "2026-08-01", "end": "2026-08-02", "all_day": True}],
        schedule_text="",
        status="scheduled",
        place=None,
        season="summer",
    )


def castle_walk() -> dict[str, Any]:
    """Return a tour of three stops."""

    def stop(order: int, document: dict[str, Any], narration: str, minutes: int) -> dict[str, Any]:
        return {
            "order": order,
            "id": document["id"],
            "kind": "place",
            "name": document["name"],
            "url": document["url"],
            "position": document["position"],
            "image": document["image"],
            "narration_html": f"<p>{narration}</p>",
            "stay_minutes": minutes,
        }

    return full(
        summary(
            "tour",
            "castle-and-trains",
            "城と車庫",
            image=image("castle-wide", "石垣と桜", width=1600, height=1000),
            short="駅から車庫、庭、城へ。歩く一日。",
        ),
        text_html="<p>扇形の車庫を見て、庭で休み、夕方の石垣に登ります。</p>",
        stops=[
            stop(1, railway_museum(), "17の線が扇のように並びます。", 60),
            stop(2, shurakuen(), "池のまわりを一周します。", 40),
            stop(3, castle(), "石垣は地上から約45メートル。", 90),
        ],
        duration_minutes=300,
        distance_m=4600,
    )


def roundhouse_story() -> dict[str, Any]:
    """Return a story with one block of each common kind."""
    return full(
        summary(
            "story",
            "fan-shaped-shed",
            "扇のかたちの車庫",
            image=image("roundhouse", "扇形の機関車庫"),
            short="1936年、17の線。国内に残る扇形機関車庫では二番目の規模。",
        ),
        lead="17の線が、一つの円い台に集まる。",
        topic=None,
        date="2026-04-01",
        blocks=[
            {
                "type": "text",
                "html": "<h2>円い台</h2><p>機関車は後ろ向きに走るのが苦手でした。だから、台ごと回しました。</p>",
            },
            {"type": "quote", "value": {"text": "いちばん奥の線だけ、すこし長い。", "source": "見本の文"}},
            {"type": "facts", "value": [{"label": "できた年", "value": "1936年"}, {"label": "線の数", "value": "17"}]},
            {
                "type": "model",
                "value": {
                    "asset": "a",
                    "record": {
                        "id": identity("tsuyama-tenshudai"),
                        "name": "津山城 天守台",
                        "url": "@ORIGIN@/ja/places/tsuyama-tenshudai/",
                    },
                    "caption": "推定をふくむ復元",
                    "media": tenshudai()["media"],
                },
            },
        ],
    )


ALL = (
    castle,
    tenshudai,
    railway_museum,
    shurakuen,
    edo_screen,
    cherry_festival,
    gongo_festival,
    castle_walk,
    roundhouse_story,
)
