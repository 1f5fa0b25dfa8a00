"""What is known of the keep of Tsuyama castle, what is assumed, and the numbers the model is built from.

Pages that show the model show these rows beside it: a reconstruction must not look surer than it is. Sources are
transcriptions of a board on the site and a paper model; a curator confirms them before they count as scholarship.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

SHAKU = 10 / 33
KEN = 6.5 * SHAKU

Certainty = Literal["documented", "assumed"]

BOARD = "津山城天守台の説明板(来訪者2名による書き起こし)"
PAPER_MODEL = "三浦正幸監修の紙模型(1/300)"
MAP_1640S = "正保城絵図「天守五重 高十一間」"
PHOTOGRAPH = "明治初年の古写真"
NONE = "復元上の推定"


@dataclass(frozen=True, slots=True)
class Fact:
    """One row for a page: a label and a value in Japanese and English, how sure it is, and where it comes from."""

    label_ja: str
    label_en: str
    value_ja: str
    value_en: str
    certainty: Certainty
    source: str


@dataclass(frozen=True, slots=True)
class Storey:
    """One storey: plan east-west by north-south in shaku (documented), visible wall and rise of the roof above it in
    metres (assumed).
    """

    east_west: float
    north_south: float
    wall_m: float
    overhang_m: float
    roof_rise_m: float

    def plan_m(self) -> tuple[float, float]:
        """East-west and north-south in metres."""
        return self.east_west * SHAKU, self.north_south * SHAKU


@dataclass(frozen=True, slots=True)
class Keep:
    """The numbers of the model, in metres unless said otherwise. X is east, Z south, Y up."""

    base_height: float = 3 * KEN
    base_foot_degrees: float = 58.0
    base_top_degrees: float = 79.0
    storeys: tuple[Storey, ...] = (
        Storey(65.0, 71.5, 3.75, 1.55, 2.05),
        Storey(50.87, 57.2, 2.15, 1.45, 1.62),
        Storey(41.2, 47.82, 2.05, 1.35, 1.40),
        Storey(33.6, 39.53, 1.75, 0.95, 0.34),
        Storey(33.8, 39.3, 2.85, 1.75, 4.10),
    )
    tile_row: float = 0.30
    tile_course: float = 0.30
    eave_lift: float = 0.36
    gallery: float = 0.85

    def levels(self) -> list[tuple[float, float]]:
        """Return each storey's (foot, top) of wall above the ground."""
        foot, found = self.base_height, []
        for storey in self.storeys:
            top = foot + storey.wall_m
            found.append((foot, top))
            foot = top - 0.28 + storey.roof_rise_m
        return found

    def ridge(self) -> float:
        """Return the height of the main ridge above the stone base."""
        return self.levels()[-1][1] - 0.1 + self.storeys[-1].roof_rise_m + 0.9 - self.base_height


KEEP = Keep()

FACTS: tuple[Fact, ...] = (
    Fact("形式", "Type", "層塔型、4重5階、地下1階", "layered tower, four roofs, five floors, one basement", "documented", BOARD),
    Fact("1階", "First floor", "10間×11間(65尺×71.5尺、19.7×21.7m)", "10 x 11 ken (19.7 x 21.7 m)", "documented", BOARD),
    Fact("2階", "Second floor", "50.87尺×57.2尺(15.4×17.3m)", "15.4 x 17.3 m", "documented", BOARD),
    Fact("3階", "Third floor", "41.2尺×47.82尺(12.5×14.5m)", "12.5 x 14.5 m", "documented", BOARD),
    Fact("4階", "Fourth floor", "33.6尺×39.53尺(10.2×12.0m)", "10.2 x 12.0 m", "documented", BOARD),
    Fact("5階", "Fifth floor", "33.8尺×39.3尺(10.2×11.9m)", "10.2 x 11.9 m", "documented", BOARD),
    Fact("石垣の高さ", "Stone base", "約3間(5.9m)", "about 3 ken (5.9 m)", "documented", BOARD),
    Fact("高さ", "Height above the base", "約22〜23m。11間(71.5尺)とも", "about 22-23 m; 11 ken on a map of the 1640s", "documented", MAP_1640S),
    Fact("破風", "Gables", "最上階のほかになし", "none below the top roof", "documented", PHOTOGRAPH),
    Fact("4重目の屋根", "Fourth roof", "板葺きの短い庇", "a narrow eave of boards", "documented", PAPER_MODEL),
    Fact("石落とし", "Stone-drops", "1階の四隅", "at the four corners of the first floor", "documented", BOARD),
    Fact("最上階の縁と高欄", "Gallery and rail of the top floor", "当初はあった。古写真では板で囲われる",
         "there at first; boarded over in the photographs", "documented", PAPER_MODEL),
    Fact("階の高さ", "Heights of the floors", "公表された資料がない", "not published", "assumed", NONE),
    Fact("窓と狭間の数と位置", "Number and place of windows and loops", "4階まで狭間があったことのみ記録",
         "recorded only that there were loops up to the fourth floor", "assumed", NONE),
    Fact("軒の反りと瓦の割りつけ", "Curve of the eaves, spacing of the tiles", "同時代の天守にならう", "after keeps of the same years", "assumed", NONE),
    Fact("石垣のこう配", "Slope of the stone base", "扇のこう配。足もと58度、上79度", "fan curve, 58 degrees at the foot, 79 at the top", "assumed", NONE),
    Fact("木部の色、鯱の形", "Colour of the woodwork, shape of the finials", "同時代の天守にならう", "after keeps of the same years", "assumed", NONE),
    Fact("石のひとつひとつ", "Each single stone", "実物とは対応しない", "not those of the site", "assumed", NONE),
)  # fmt: skip


def reconstruction() -> dict[str, object]:
    """Return the manifest's member for the keep: hypothetical, with its evidence and sources."""
    return {
        "is_hypothetical": True,
        "level_of_evidence": "documented plan, assumed elevation and detail",
        "sources": sorted({fact.source for fact in FACTS} - {NONE}),
        "facts": [
            {
                "label": {"ja": f.label_ja, "en": f.label_en},
                "value": {"ja": f.value_ja, "en": f.value_en},
                "certainty": f.certainty,
                "source": f.source,
            }
            for f in FACTS
        ],
    }
