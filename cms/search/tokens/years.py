"""Years and numbers as documents may write them: 慶長9年 is 1604 and 慶長九年, 17線 is 十七線.

A year widens the query and never the index: whatever way it is asked for, every way to write it is looked for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from cms.languages import era, hangul, romaji
from cms.search.tokens.folding import fold

FIRST: Final = 645
LAST: Final = 2100
_DIGITS: Final = "〇一二三四五六七八九"
_UNITS: Final = {"十": 10, "百": 100, "千": 1000}
_FORMAL: Final = str.maketrans({"壱": "一", "弐": "二", "参": "三", "拾": "十", "廿": "二十", "卅": "三十"})
"""Numerals of deeds and colophons: 慶長拾弐年, 寛永廿年."""

_KANJI: Final = "[〇零一二三四五六七八九十百千]+"
_NUMBER: Final = rf"\d{{1,4}}|元|{_KANJI}"
_YEAR: Final = re.compile(rf"(?P<era>\D*?)(?P<number>{_NUMBER})(?P<unit>年|년)?(?:に|の)?")
_BESIDE: Final = re.compile(rf"\d{{1,4}}(?=[^\W\d_])|(?<=[^\W\d_])\d{{1,4}}|{_KANJI}")
_WESTERN: Final = frozenset({"", "西暦", "서기", "公元", "西元"})
_LETTERS: Final = {"m": "明治", "t": "大正", "s": "昭和", "h": "平成", "r": "令和"}
_BEGINS_A_NUMBER: Final = re.compile(rf"(?:{_NUMBER})")


def joined_years(parts: Sequence[str]) -> list[str]:
    """Return the words of a query with the name of an era and the number behind it as one: Meiji 42 -> Meiji42."""
    out: list[str] = []
    for part in parts:
        if out and _era(fold(out[-1])) and _BEGINS_A_NUMBER.match(fold(part)):
            out[-1] += part
        else:
            out.append(part)
    return out


def year_forms(folded: str, *, abbreviated: bool = False) -> tuple[str, ...]:
    """Return the other writings of a folded word that is a year, the western one first; empty for any other word.

    With `abbreviated`, an era may be the letter that stands for it on Japanese forms: S8 for 昭和8年.
    """
    match = _YEAR.fullmatch(folded.translate(_FORMAL))
    if match is None:
        return ()
    number = 1 if match["number"] == "元" else _value(match["number"])
    if match["era"] in _WESTERN:
        if not FIRST <= number <= LAST or (match["number"] == "元"):
            return ()
        found, western = era.years_of(number), number
    else:
        named = _era(_LETTERS.get(match["era"], match["era"]) if abbreviated else match["era"])
        if named is None or number < 1 or (named.years is not None and number > named.years):
            return ()
        found = (era.EraYear(named, number),)
        western = found[0].western
    forms = [str(western), "".join(_DIGITS[int(digit)] for digit in str(western)) + "年"]
    forms += [form for year in found for form in _written(year)]
    return tuple(dict.fromkeys(fold(form) for form in forms))


def number_forms(folded: str) -> tuple[str, ...]:
    """Return a word with its numbers in the other script, where letters stand beside them: 三の滝 -> 3の滝, 11台 -> 十一台."""
    if folded.isascii() or _BESIDE.fullmatch(folded):
        return ()
    other = _BESIDE.sub(lambda match: _other(match[0]), folded)
    return (other,) if other != folded else ()


def _written(year: era.EraYear) -> list[str]:
    name, number = year.era.name, year.year
    forms = [f"{name}{number}年", f"{name}{_kanji(number)}年", f"{year.era.romaji} {number}"]
    return [f"{name}元年", *forms] if number == 1 else forms


def _other(number: str) -> str:
    if number.isdigit() and number.isascii():
        return _kanji(int(number)) if 0 < int(number) < 100 else number
    value = _value(number)
    return str(value) if value > 0 else number


def _value(number: str) -> int:
    """Digits, kanji by place (一六〇四) or by units (千六百四, 四十二); 0 for none."""
    if number.isdecimal():
        return int(number)
    text = number.replace("零", "〇")
    if not any(character in _UNITS for character in text):
        return int("".join(str(_DIGITS.index(character)) for character in text)) if len(text) <= 4 else 0
    total, waiting = 0, 0
    for character in text:
        if character in _UNITS:
            total += (waiting or 1) * _UNITS[character]
            waiting = 0
        else:
            waiting = _DIGITS.index(character)
    return total + waiting


def _kanji(number: int) -> str:
    """1 to 99 in kanji: 42 -> 四十二."""
    tens, ones = divmod(number, 10)
    return ("" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十") + (_DIGITS[ones] if ones else "")


def _era(name: str) -> era.Era | None:
    """The era of a folded name, in romaji of any spelling: Syouwa."""
    return _eras().get(name) or _eras().get(fold(romaji.to_kana(name) or ""))


@cache
def _eras() -> dict[str, era.Era]:
    """Every era by its name in characters, kana, romaji and Hangul, folded; of two with one reading the later."""
    return {
        fold(name): found
        for found in era.eras()
        for name in (found.name, found.kana, found.romaji, hangul.from_kana(found.kana))
    }
