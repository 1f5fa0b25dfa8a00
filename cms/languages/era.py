"""Japanese era years: 1604 is 慶長9年, and back.

An era year is the year of the calendar then in use. Before 1873 that calendar was lunisolar, so the year of an era
corresponds to the western year in which most of it fell, and the last weeks of 慶長9年 lie in January 1605. Eras begin
in the middle of a year: 1615 is 慶長20年 and 元和元年. Table: the official list of 元号 with the reading in common use;
start dates (from 文禄 on) in the proleptic Gregorian calendar. 白鳳 and other unofficial names are left out.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Final

from cms.languages import hangul, hanzi

_SOLAR_CALENDAR: Final = date(1873, 1, 1)
"""明治6年1月1日: from here on a date tells its era year without a table of lunisolar months."""


class EraError(ValueError):
    """A text or year that names no year of an era; the message says what would be accepted."""


@dataclass(frozen=True, slots=True)
class Era:
    """One era. `first_year` is the western year of its 元年, `last_year` of its last; None for the present one.

    `start` is known from 文禄 on. `court` is `north` or `south` for the eras of 1331-1392 that only one court used.
    """

    name: str
    kana: str
    romaji: str
    first_year: int
    last_year: int | None
    start: date | None
    court: str

    @property
    def years(self) -> int | None:
        """The number of the last year; None for the present era."""
        return None if self.last_year is None else self.last_year - self.first_year + 1


@dataclass(frozen=True, slots=True)
class EraYear:
    """One year of an era, counted from 1."""

    era: Era
    year: int

    @property
    def western(self) -> int:
        """The western year in which most of this one fell."""
        return self.era.first_year + self.year - 1

    def __str__(self) -> str:
        return f"{self.era.name}{'元' if self.year == 1 else self.year}年"


@cache
def eras() -> tuple[Era, ...]:
    """Return every era from 大化 (645) on, in order; the southern court's come before the northern's."""
    table = files(__package__).joinpath("eras.csv").read_text(encoding="utf-8")
    return tuple(_era(row) for row in csv.DictReader(table.splitlines()))


def by_name(name: str) -> Era:
    """Return the era written `name` in new or old characters (慶応, 慶應), in kana or in romaji; raise EraError.

    Two eras share a kana reading now and then (しょうわ is 正和 and 昭和); the later one is meant.
    """
    try:
        return _names()[_key(name)]
    except KeyError:
        raise EraError(f"No Japanese era is called {name!r}.") from None


def years_of(western: int) -> tuple[EraYear, ...]:
    """Return every era year that a western year holds, oldest era first; empty before 645 and in eras' gaps."""
    return tuple(
        EraYear(era, western - era.first_year + 1)
        for era in eras()
        if era.first_year <= western and (era.last_year is None or western <= era.last_year)
    )


def year_of(western: int) -> EraYear | None:
    """Return the era year that most of a western year belongs to (1926: 大正15年, 2019: 令和元年), or None.

    Where the table has no start date the new era counts, and of two courts the southern.
    """
    candidates = years_of(western)
    settled = [candidate for candidate in candidates if candidate.year > 1 or _began_early(candidate.era)]
    return max(settled or candidates, key=_precedence, default=None)


def of_date(day: date) -> EraYear:
    """Return the era year of a day from 1873 on; raise EraError before, when months were lunisolar."""
    if day < _SOLAR_CALENDAR:
        raise EraError(f"{day.isoformat()} is before the solar calendar (1873-01-01); give the year alone.")
    era = next(era for era in reversed(eras()) if era.start is not None and era.start <= day)
    return EraYear(era, day.year - era.first_year + 1)


def parse(text: str) -> EraYear:
    """Read 慶長9年, 明治7, S8, 昭和八年, 平成元年, ㍻17年 or 慶應三年; raise EraError for anything else."""
    normal = _normal(text).strip()
    match = _pattern().fullmatch(normal)
    if match is None:
        raise EraError(f"{text!r} is no year of a Japanese era; write for example 慶長9年, 昭和八年 or S8.")
    return _matched(match)


def find_all(text: str) -> tuple[EraYear, ...]:
    """Return every valid era year in running text (`慶長9年(1604)に築城を始め元和2年`), in order."""
    found = []
    for match in _pattern().finditer(_normal(text)):
        if match["unit"] is None:
            continue
        try:
            found.append(_matched(match))
        except EraError:
            continue
    return tuple(found)


def year_text(western: int, lang: str) -> str:
    """Return a western year as a reader of `lang` expects it beside its era: `慶長9年（1604年）`, `1604 (Keichō 9)`.

    A year without an era (before 645) is given alone.
    """
    found = year_of(western)
    alone, both = _YEAR_FORMS.get(lang, _YEAR_FORMS["en"])
    if found is None:
        return alone.format(western=western)
    number = "元" if found.year == 1 else str(found.year)
    name = found.era.name
    return both.format(
        western=western,
        era=name,
        hans=hanzi.to_simplified(name),
        hant=hanzi.to_traditional(name),
        hangul=hangul.from_kana(found.era.kana),
        romaji=found.era.romaji,
        number=number,
        count=found.year,
    )


_YEAR_FORMS: Final[dict[str, tuple[str, str]]] = {
    "ja": ("{western}年", "{era}{number}年（{western}年）"),
    "ja-x-easy": ("{western}年", "{western}年（{era}{number}年）"),
    "en": ("{western}", "{western} ({romaji} {count})"),
    "zh-hans": ("{western}年", "{western}年（{hans}{number}年）"),
    "zh-hant": ("{western}年", "{western}年（{hant}{number}年）"),
    "ko": ("{western}년", "{western}년({hangul} {count}년)"),
    "fr": ("{western}", "{western} (ère {romaji}, an {count})"),
}
_LETTERS: Final = {"m": "明治", "t": "大正", "s": "昭和", "h": "平成", "r": "令和"}
_SHORT: Final = {"明": "明治", "大": "大正", "昭": "昭和", "平": "平成", "令": "令和"}
_DIGITS: Final = {character: value for value, character in enumerate("〇一二三四五六七八九")}
_NUMBER: Final = r"\d{1,2}|元|[〇一二三四五六七八九十廿卅]{1,4}"


def _era(row: dict[str, str]) -> Era:
    return Era(
        name=row["name"],
        kana=row["kana"],
        romaji=row["romaji"],
        first_year=int(row["first_year"]),
        last_year=int(row["last_year"]) if row["last_year"] else None,
        start=date.fromisoformat(row["start"]) if row["start"] else None,
        court=row["court"],
    )


def _began_early(era: Era) -> bool:
    """Whether most of the era's first western year belongs to it."""
    return era.start is None or era.start < date(era.first_year, 7, 16)


def _precedence(candidate: EraYear) -> tuple[bool, int]:
    return candidate.era.court != "north", candidate.era.first_year


def _key(name: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    return hanzi.fold(unicodedata.normalize("NFKC", bare).replace("'", "").strip())


def _normal(text: str) -> str:
    return hanzi.fold(unicodedata.normalize("NFKC", text))


@cache
def _names() -> dict[str, Era]:
    names: dict[str, Era] = {}
    for era in eras():
        names.update({_key(era.name): era, _key(era.kana): era, _key(era.romaji): era})
    for short, name in (_LETTERS | _SHORT).items():
        names[short] = names[name]
    return names


@cache
def _pattern() -> re.Pattern[str]:
    full = sorted((hanzi.fold(era.name) for era in eras()), key=len, reverse=True)
    return re.compile(
        rf"(?P<era>{'|'.join(full)}|[{''.join(_SHORT)}](?=\s*\d)|(?<![A-Za-z])[MTSHRmtshr]\.?(?=\s*\d))"
        rf"\s*(?P<number>{_NUMBER})(?!\d)\s*(?P<unit>年)?"
    )


def _matched(match: re.Match[str]) -> EraYear:
    era = by_name(match["era"].rstrip("."))
    year = _number(match["number"])
    if year < 1 or (era.years is not None and year > era.years):
        raise EraError(f"{era.name} has the years 1 to {era.years or 'now'}; {match[0].strip()!r} is none of them.")
    return EraYear(era, year)


def _number(text: str) -> int:
    """元, digits, or kanji up to 九十九; 0 where kanji make no number."""
    if text == "元":
        return 1
    if text.isdecimal():
        return int(text)
    spread = text.replace("廿", "二十").replace("卅", "三十")
    if "十" not in spread:
        return int("".join(str(_DIGITS[c]) for c in spread))
    tens, _, ones = spread.partition("十")
    if len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return 0
    return _DIGITS.get(tens, 1) * 10 + _DIGITS.get(ones, 0)
