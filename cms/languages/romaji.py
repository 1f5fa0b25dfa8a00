"""Kana and romaji, both ways, and the sound that is left when spelling no longer matters.

Hepburn, Kunrei and Nihon spellings are read (shi/si, tsu/tu, ja/zya, bitchu/bittyu), with long vowels as ō, ô, ou, oo,
oh or not at all. Out comes Hepburn without macrons.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

_VOWELS: Final = "aiueo"
_PLAIN: Final = {
    "": "あいうえお", "k": "かきくけこ", "g": "がぎぐげご", "s": "さしすせそ", "z": "ざじずぜぞ", "t": "たちつてと",
    "d": "だぢづでど", "n": "なにぬねの", "h": "はひふへほ", "b": "ばびぶべぼ", "p": "ぱぴぷぺぽ", "m": "まみむめも",
    "r": "らりるれろ",
}  # fmt: skip
_HEPBURN: Final = {
    "shi": "し", "chi": "ち", "tsu": "つ", "fu": "ふ", "ji": "じ", "ya": "や", "yu": "ゆ", "yo": "よ", "wa": "わ",
    "wo": "を", "fa": "ふぁ", "fi": "ふぃ", "fe": "ふぇ", "fo": "ふぉ", "she": "しぇ", "je": "じぇ", "che": "ちぇ",
    "va": "ゔぁ", "vi": "ゔぃ", "vu": "ゔ", "ve": "ゔぇ", "vo": "ゔぉ",
}  # fmt: skip
_GLIDED: Final = {"k": "き", "g": "ぎ", "s": "し", "z": "じ", "j": "じ", "t": "ち", "c": "ち", "d": "ぢ", "n": "に",
                  "h": "ひ", "b": "び", "p": "ぴ", "m": "み", "r": "り"}  # fmt: skip
_GLIDES: Final = {"a": "ゃ", "u": "ゅ", "o": "ょ"}
_MARKS: Final = {"\N{COMBINING MACRON}", "\N{COMBINING CIRCUMFLEX ACCENT}"}
_OH: Final = re.compile(r"oh(?![aiueoy])")
"""A long o as passports write it: Ohta, Satoh."""
_TO_HIRAGANA: Final = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}
_TO_KATAKANA: Final = {code - 0x60: code for code in range(ord("ァ"), ord("ヶ") + 1)}
_SAME_SOUND: Final = str.maketrans("ぢづをゐゑ", "じずおいえ")
_O_SOUNDS: Final = "おこそとのほもよろごぞどぼぽょ"
_ENDINGS: Final = {
    "あ": "あかさたなはまやらわがざだばぱゃ",
    "い": "いきしちにひみりぎじびぴ",
    "う": "うくすつぬふむゆるぐずぶぷゅ",
    "え": "えけせてねへめれげぜでべぺ",
    "お": _O_SOUNDS,
}


def hiragana(text: str) -> str:
    """Return `text` with katakana as hiragana; everything else stays."""
    return text.translate(_TO_HIRAGANA)


def from_kana(kana: str) -> str:
    """Return kana as Hepburn romaji in lower case without macrons or doubled long vowels: つやまじょう -> tsuyamajo.

    What is no kana stays as it is.
    """
    out: list[str] = []
    text = _without_long_vowels(hiragana(unicodedata.normalize("NFKC", kana)))
    table = _from_table()
    place = 0
    while place < len(text):
        pair = text[place : place + 2]
        key = pair if pair in table else text[place]
        following = table.get(text[place + 1 : place + 3]) or table.get(text[place + 1 : place + 2], "")
        if key == "っ":
            out.append("t" if following.startswith("ch") else following[:1])
        elif key == "ん":
            out.append("n'" if following[:1] in {*_VOWELS, "y"} and following else "n")
        else:
            out.append(table.get(key, key))
        place += len(key)
    return "".join(out)


def to_kana(romaji: str) -> str | None:
    """Return a romaji word in hiragana, or None where it is none (`garden`, `temple`).

    Hyphens and apostrophes between syllables are passed over: Tsuyama-jō -> つやまじょう.
    """
    text = _spelled_out(romaji)
    table = _to_table()
    out: list[str] = []
    place = 0
    while place < len(text):
        kana, step = _syllable(text, place, table)
        if not step:
            return None
        out.append(kana)
        place += step
    return "".join(out) or None


def sound(kana: str) -> str:
    """Return how kana sounds, in katakana: long vowels short, ぢ as ジ, を as オ. しゅうらくえん -> シュラクエン.

    Two spellings of one name meet here; so do now and then two names, which is why it is one key among others.
    """
    text = hiragana(unicodedata.normalize("NFKC", kana)).translate(_SAME_SOUND)
    return _without_long_vowels(text).translate(_TO_KATAKANA)


def _without_long_vowels(text: str) -> str:
    out: list[str] = []
    for character in text:
        before = out[-1] if out else ""
        long_o = character == "う" and before != "" and before in _O_SOUNDS
        doubled = before != "" and before in _ENDINGS.get(character, "")
        if not (long_o or doubled or character == "ー"):
            out.append(character)
    return "".join(out)


def _spelled_out(romaji: str) -> str:
    """Lower case letters only; a macron or circumflex becomes a second vowel, n' becomes n-."""
    out: list[str] = []
    for character in unicodedata.normalize("NFKD", romaji.casefold()):
        if character in _MARKS and out:
            out.append("u" if out[-1] == "o" else out[-1])
        elif character in "'’ʼ" and out and out[-1] == "n":
            out.append("-")
        elif character not in "-‐'’ʼ·" or not out:
            out.append(character)
    return _OH.sub("ou", "".join(out))


def _syllable(text: str, place: int, table: dict[str, str]) -> tuple[str, int]:
    """The kana at `place` and how many letters it takes; 0 where none can be read."""
    for length in (4, 3, 2, 1):
        kana = table.get(text[place : place + length])
        if kana and len(text[place : place + length]) == length:
            return kana, length
    here, ahead = text[place], text[place + 1 : place + 2]
    if here == "n":
        if ahead == "n" and text[place + 2 : place + 3] not in {*_VOWELS, "y"}:
            return "ん", 2
        return "ん", 2 if ahead == "-" else 1
    if here == "m" and ahead and ahead in "bpm":
        return "ん", 1
    if here in "kgstzdhbpfjcr" and (ahead == here or text[place : place + 3] == "tch"):
        return "っ", 1
    return "", 0


@cache
def _to_table() -> dict[str, str]:
    table = {row + vowel: kana for row, kanas in _PLAIN.items() for vowel, kana in zip(_VOWELS, kanas, strict=True)}
    table["hu"] = "ふ"
    for row, kana in _GLIDED.items():
        for vowel, small in _GLIDES.items():
            table[f"{row}y{vowel}"] = kana + small
    for row, kana in {"sh": "し", "ch": "ち", "j": "じ"}.items():
        for vowel, small in _GLIDES.items():
            table[row + vowel] = kana + small
    return table | _HEPBURN


@cache
def _from_table() -> dict[str, str]:
    """Kana to Hepburn: the Hepburn spelling wins over the others that are only read."""
    table: dict[str, str] = {}
    for spelling, kana in _to_table().items():
        if re.fullmatch(r"[sztd]i|[td]u|hu|(?:[sztcdj]y).", spelling) or spelling == "wo":
            continue
        table.setdefault(kana, spelling)
    return table | {"ぢ": "ji", "づ": "zu", "を": "o", "ゐ": "i", "ゑ": "e", "ぢゃ": "ja", "ぢゅ": "ju", "ぢょ": "jo",
                    "っ": "", "ん": "n"}  # fmt: skip


_KANA_WORD: Final = re.compile(r"[ぁ-ゖゝゞァ-ヺー]+")


def is_kana(text: str) -> bool:
    """Whether `text` is one word of kana."""
    return _KANA_WORD.fullmatch(unicodedata.normalize("NFKC", text)) is not None
