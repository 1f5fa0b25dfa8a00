"""Dates, times of day and their ranges. Times are in Asia/Tokyo and count to 24 in every language."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from babel import dates as babel_dates

from cms.clock import TOKYO
from cms.languages.table import by_code

_MONDAY: Final = date(2024, 1, 1)
_JOINTS: Final = {"en": ", ", "fr": " à "}
"""What stands between a date and a time where a space does not do."""


@dataclass(frozen=True, slots=True)
class _Shape:
    """Babel patterns for one language: a full date, the weekday set beside it, a day without year, a month with year.

    `between` joins two times, `through` the ends of a run of weekdays, `also` single weekdays.
    """

    date: str
    date_weekday: str
    day: str
    day_weekday: str
    year_month: str
    between: str
    through: str
    also: str


_JAPANESE: Final = _Shape("y年M月d日", "y年M月d日(E)", "M月d日", "M月d日(E)", "y年M月", "〜", "〜", "・")
_CHINESE: Final = _Shape("y年M月d日", "y年M月d日（E）", "M月d日", "M月d日（E）", "y年M月", "–", "至", "、")
_SHAPES: Final[dict[str, _Shape]] = {
    "ja": _JAPANESE,
    "en": _Shape("MMMM d, y", "EEE, MMMM d, y", "MMMM d", "EEE, MMMM d", "MMMM y", "–", "–", ", "),
    "zh-hans": _CHINESE,
    "zh-hant": _CHINESE,
    "ko": _Shape("y년 M월 d일", "y년 M월 d일(E)", "M월 d일", "M월 d일(E)", "y년 M월", "~", "~", "·"),
    "fr": _Shape("d MMMM y", "E d MMMM y", "d MMMM", "E d MMMM", "MMMM y", "–", "–", ", "),
    "ja-x-easy": _Shape(
        "y年 M月d日", "y年 M月d日（EEEE）", "M月d日", "M月d日（EEEE）", "y年 M月", "から ", "から ", "・"
    ),
}


def date_text(day: date, lang: str, *, weekday: bool = False, year: bool = True) -> str:
    """Return 2026年4月1日(水), April 1, 2026 or 1er avril 2026; a datetime is taken in Tokyo's calendar."""
    shape = _shape(lang)
    bare, named = (shape.date, shape.date_weekday) if year else (shape.day, shape.day_weekday)
    return _written(_local_day(day), named if weekday else bare, lang)


def date_range(start: date, end: date, lang: str, *, year: bool = True) -> str:
    """Return 2026年4月1日〜9日, April 1–9, 2026; one date where both are the same.

    What the two dates share is written once. Easy Japanese says から and まで, as the government's guideline asks.
    """
    start, end = _local_day(start), _local_day(end)
    if start == end:
        return date_text(start, lang, year=year)
    if by_code(lang).is_easy:
        with_year = year and start.year != end.year
        return f"{date_text(start, lang, year=year)}から {date_text(end, lang, year=with_year)}まで"
    skeleton = "yMMMMd" if year or start.year != end.year else "MMMMd"
    text = babel_dates.format_interval(start, end, skeleton, locale=by_code(lang).babel)
    return _tidy_range(_first_of_month(text, lang), lang)


def time_text(moment: time | datetime, lang: str) -> str:
    """Return 9:00 or 17:30 in Japanese, 09:00 elsewhere. Never AM or PM, which Korean CLDR data would print."""
    local = moment.astimezone(TOKYO) if isinstance(moment, datetime) and moment.tzinfo else moment
    pattern = "H:mm" if by_code(lang).babel == "ja" else "HH:mm"
    return babel_dates.format_time(local.replace(tzinfo=None), pattern, locale=by_code(lang).babel)


def time_range(start: time | datetime, end: time | datetime, lang: str) -> str:
    """Return 9:00〜17:00, 09:00–17:00 or 9:00から 17:00まで."""
    closing = "まで" if by_code(lang).is_easy else ""
    return f"{time_text(start, lang)}{_shape(lang).between}{time_text(end, lang)}{closing}"


def datetime_text(moment: datetime, lang: str, *, weekday: bool = False, year: bool = True) -> str:
    """Return the date and the time of an aware datetime in Tokyo: 2026年4月1日 17:30, 1er avril 2026 à 17:30."""
    joint = _JOINTS.get(by_code(lang).code, " ")
    return f"{date_text(moment, lang, weekday=weekday, year=year)}{joint}{time_text(moment, lang)}"


def weekday_text(weekday: int, lang: str, *, short: bool = False) -> str:
    """Return the name of a weekday, 0 for Monday: 月曜日 or 月, Monday or Mon, lundi or lun."""
    pattern = "ccc" if short else "cccc"
    return _written(_MONDAY.replace(day=1 + weekday % 7), pattern, lang)


def weekdays_text(weekdays: Iterable[int], lang: str) -> str:
    """Return a set of weekdays in short: 火〜金, Tue–Fri; single days side by side: 月・水. Empty for none.

    Three days in a row or more become a range; Sunday and Monday are not neighbours here. Easy Japanese names them in
    full: 火曜日から 金曜日まで.
    """
    easy = by_code(lang).is_easy
    shape = _shape(lang)
    runs: list[list[int]] = []
    for weekday in sorted({weekday % 7 for weekday in weekdays}):
        if runs and runs[-1][-1] == weekday - 1:
            runs[-1].append(weekday)
        else:
            runs.append([weekday])
    parts: list[str] = []
    for run in runs:
        names = [weekday_text(weekday, lang, short=not easy) for weekday in run]
        parts += [f"{names[0]}{shape.through}{names[-1]}{'まで' if easy else ''}"] if len(names) > 2 else names
    return shape.also.join(parts)


def month_text(month: int, lang: str) -> str:
    """Return the name of a month, 1 for January: 4月, April, avril.

    The stand-alone form (LLLL) is avoided: Babel 2.18 answers it with 4月 in French and Korean.
    """
    return _written(date(2024, month, 1), "MMMM", lang)


def year_month_text(day: date, lang: str) -> str:
    """Return the month with its year: 2026年4月, April 2026."""
    return _written(_local_day(day), _shape(lang).year_month, lang)


def _shape(lang: str) -> _Shape:
    return _SHAPES[by_code(lang).code]


def _local_day(day: date) -> date:
    if isinstance(day, datetime):
        return (day.astimezone(TOKYO) if day.tzinfo else day).date()
    return day


def _written(day: date, pattern: str, lang: str) -> str:
    return _first_of_month(babel_dates.format_date(day, pattern, locale=by_code(lang).babel), lang)


def _first_of_month(text: str, lang: str) -> str:
    """French counts the first day: 1er avril. CLDR writes 1 avril."""
    return re.sub(r"(?<!\d)1(?=[ –]\D|–\d)", "1er", text) if by_code(lang).code == "fr" else text


def _tidy_range(text: str, lang: str) -> str:
    """One joiner per language: CLDR's full-width tilde and thin spaces become what our pages use elsewhere."""
    text = text.replace("\u2009", " ").replace("\u202f", " ").replace("～", "〜")
    return re.sub(r"(?<=\d) – (?=\d)", "–", text) if by_code(lang).code == "en" else text
