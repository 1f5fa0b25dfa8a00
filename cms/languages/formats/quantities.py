"""Numbers, distances, walking times, durations, prices, sizes and lists."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from babel import lists as babel_lists
from babel import numbers as babel_numbers
from babel import units as babel_units

from cms.languages.table import by_code

WALKING_METRES_PER_MINUTE: Final = 80
"""What Japanese signs and leaflets mean by 徒歩1分 (不動産の表示に関する公正競争規約施行規則, 2022, article 9)."""

_WALKING: Final[dict[str, str]] = {
    "ja": "徒歩{minutes}分",
    "en": "{minutes} min walk",
    "zh-hans": "步行{minutes}分钟",
    "zh-hant": "步行{minutes}分鐘",
    "ko": "도보 {minutes}분",
    "fr": "{minutes} min à pied",
    "ja-x-easy": "あるいて {minutes}分",
}

_YEN_AFTER: Final[dict[str, str]] = {
    "ja": "円",
    "ja-x-easy": "円",
    "zh-hans": "日元",
    "zh-hant": "日圓",
    "ko": "엔",
    "fr": "\N{NO-BREAK SPACE}¥",
}


def number(value: float, lang: str) -> str:
    """Return 12,345.6, or 12 345,6 in French; at most three decimals."""
    return babel_numbers.format_decimal(value, locale=by_code(lang).babel)


def distance(metres: float, lang: str) -> str:
    """Return 350 m or 1.2 km: to ten metres below a kilometre, to 100 m below ten, then whole kilometres.

    A position is rarely better known than that. Raise ValueError for a negative or unknown distance.
    """
    if not (math.isfinite(metres) and metres >= 0):
        raise ValueError(f"A distance is 0 m or more, not {metres!r}.")
    rounded = _round(metres, 10)
    if rounded < 1000:
        return _unit(rounded, "length-meter", lang)
    kilometres = _round(metres, 100) / 1000
    return _unit(kilometres if kilometres < 10 else _round(kilometres, 1), "length-kilometer", lang)


def walking_minutes(metres: float) -> int:
    """Return the minutes on foot at 80 m a minute, rounded up, at least one."""
    return max(1, math.ceil(metres / WALKING_METRES_PER_MINUTE))


def walking_time(minutes: int, lang: str) -> str:
    """Return 徒歩5分, 5 min walk, 도보 5분."""
    return _WALKING[by_code(lang).code].format(minutes=number(minutes, lang))


def duration(minutes: int, lang: str) -> str:
    """Return 1時間30分, 1 hr 30 min; 0 is 0分. Raise ValueError for less."""
    if minutes < 0:
        raise ValueError(f"A duration is 0 minutes or more, not {minutes}.")
    hours, rest = divmod(minutes, 60)
    parts = [_unit(hours, "duration-hour", lang)] if hours else []
    if rest or not hours:
        parts.append(_unit(rest, "duration-minute", lang))
    joiner = "" if by_code(lang).babel in {"ja", "zh_Hans"} else " "
    return joiner.join(parts)


def yen(amount: int, lang: str) -> str:
    """Return 1,200円 in Japanese, 1,200日元 or 1,200엔 where a bare ¥ would be read as yuan or won, ¥1,200 in English.

    CLDR has JP¥1,200 for Chinese and Korean, the full-width ￥ for Japanese and 1 200 JPY for French; nobody writes
    the first on a ticket, and a visitor reads 円 on the sign and ¥ in France.
    """
    language = by_code(lang)
    if language.code in _YEN_AFTER:
        return f"{number(amount, lang)}{_YEN_AFTER[language.code]}"
    return babel_numbers.format_currency(amount, "JPY", locale=language.babel)


def data_size(size: int, lang: str) -> str:
    """Return a download's size in bytes as 640 kB, 2.4 MB or 2,4 Mo (decimal units)."""
    if size < 1_000_000:
        return _unit(math.ceil(size / 1000), "digital-kilobyte", lang)
    return _unit(_round(size / 1_000_000, 0.1), "digital-megabyte", lang)


def listing(items: Sequence[str], lang: str, *, either: bool = False) -> str:
    """Return A、B、C or A, B, and C; with `either`, the words for "or"."""
    return babel_lists.format_list(items, "or" if either else "standard", locale=by_code(lang).babel)


def _unit(value: float, unit: str, lang: str) -> str:
    """Babel's short form, the only one that exists in every locale: `long` prints "350 length-meter" in Chinese."""
    shown = int(value) if float(value).is_integer() else round(value, 1)
    text = babel_units.format_unit(shown, unit, "short", locale=by_code(lang).babel)
    if by_code(lang).babel == "ja" and unit.startswith("duration"):
        return text.replace(" ", "")
    return text


def _round(value: float, step: float) -> float:
    """Round half up to a multiple of `step`; Python's own rounding sends 25 to 20."""
    return math.floor(value / step + 0.5) * step
