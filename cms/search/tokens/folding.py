"""Text folded so that writings of one word meet: width, case, accents, letters, kana, small kana, old and new characters."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from cms.languages import hanzi, romaji

_SMALL: Final = str.maketrans("ぁぃぅぇぉっゃゅょゎゕゖゐゑぢづ", "あいうえおつやゆよわかけいえじず")
_VOICE_MARKS: Final = {"\uff9e": "\u3099", "\uff9f": "\u309a"}
_LETTERS: Final = str.maketrans(
    {
        "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ŧ": "t", "ı": "i", "ŋ": "n",
        "ĸ": "k", "ə": "e", "ɓ": "b", "ɗ": "d", "ƙ": "k", "−": "-", "ʻ": "'", "`": "'", "´": "'", "ʾ": "'", "ʿ": "'", "ʹ": "'", "ى": "ي", "ة": "ه", "ی": "ي",
        "ک": "ك", "ـ": "",
    }
)  # fmt: skip
"""Letters that Unicode does not take apart, as who has no such keys writes them; a minus and apostrophes, hamza and ayn among them; Arabic forms."""
_VOWEL_SIGNS: Final = 0xF0000
"""Vowel signs of Thai, Hindi and their neighbours are marks, at which engines would cut; each stands as a letter of plane 15."""
_LONG_MARK: Final = "ー"
_REPEATS: Final = frozenset("々〻ゝヽゞヾ")
_VOICED_REPEATS: Final = frozenset("ゞヾ")
"""Signs that repeat the character before, as it is or voiced: 佐々木, こゝろ, みすゞ."""
_VOWELS: Final = 21
_FINALS: Final = 28
_PALATALS: Final = frozenset({12, 13, 14})
_CH: Final = 14
_TSU: Final = frozenset({10, 13})
_EU: Final = 18
_ASPIRATED: Final = {0: 15, 15: 0, 3: 16, 16: 3, 12: 14, 14: 12}
"""ㄱ and ㅋ, ㄷ and ㅌ, ㅈ and ㅊ: the rule writes a Japanese k, t or ch plain at the beginning of a word, most people do not."""
_WITHOUT_GLIDE: Final = {2: 0, 3: 1, 6: 4, 7: 5, 12: 8, 17: 13}
"""Places of Hangul letters in a syllable's number: ㅈ ㅉ ㅊ, ㅆ, ㅡ, and ㅑ ㅒ ㅕ ㅖ ㅛ ㅠ with ㅏ ㅐ ㅓ ㅔ ㅗ ㅜ."""


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text and, for each of its characters, the place in the original that it came from."""

    text: str
    origins: tuple[int, ...]


def fold(text: str) -> str:
    """Return `text` folded; equal results mean equal words. Idempotent, and total: surrogates and controls pass through."""
    if _OTHER not in text.translate(_SORTS):
        return text.translate(_ALONE)
    return "".join([stretch for _, stretch in _folded(text)])


def fold_with_origins(text: str) -> Folded:
    """Return the folded text with the way back to the original, for cutting snippets."""
    out: list[str] = []
    origins: list[int] = []
    for first, end, alone in _stretches(text):
        stretch = text[first:end].translate(_ALONE) if alone else ""
        if len(stretch) == end - first:  # none of these vanishes, so that each is one
            origins += range(first, end)
        else:
            pieces = [_ALONE[ord(c)] for c in text[first:end]] if alone else _joined_pieces(text[first:end])
            stretch = "".join(pieces)
            origins += [first + place for place, piece in enumerate(pieces) for _ in piece]
        out.append(stretch)
    return Folded("".join(out), tuple(origins))


def _folded(text: str) -> Iterator[tuple[int, str]]:
    """Stretches of the text, folded, and where each begins."""
    for first, end, alone in _stretches(text):
        yield first, text[first:end].translate(_ALONE) if alone else "".join(_joined_pieces(text[first:end]))


def _stretches(text: str) -> Iterator[tuple[int, int, bool]]:
    """Where stretches begin and end, and whether their characters fold alone, as most do.

    The others are looked at with their neighbours: with those of their own sort, and the one before.
    """
    sorts = text.translate(_SORTS)
    place = 0
    while place < len(text):
        other = sorts.find(_OTHER, place)
        if other < 0:
            yield place, len(text), True
            return
        first = max(other - 1, place)
        end = sorts.find(_BY_ITSELF, other)
        end = end if end >= 0 else len(text)
        if place < first:
            yield place, first, True
        yield first, end, False
        place = end


def _fold_alone(character: str) -> str | None:
    """The folded character; None where it belongs to the one before, depends on it, or vanishes."""
    if _joins(character) or character in _REPEATS:
        return None
    folded = _fold_cluster(character)
    return None if folded in {"", _LONG_MARK} | _REPEATS else folded


class _Alone(dict[int, str]):
    """Characters that fold alone, folded."""

    def __missing__(self, code: int) -> str:
        self[code] = _fold_alone(chr(code)) or ""
        return self[code]


class _Sorts(dict[int, str]):
    """Which characters fold alone, as a text as long as the one that is asked."""

    def __missing__(self, code: int) -> str:
        self[code] = _OTHER if _fold_alone(chr(code)) is None else _BY_ITSELF
        return self[code]


_SHAPES: Final = (0xE0100, 0xE01EF)
_OTHER: Final = "x"
_BY_ITSELF: Final = "."
_ALONE: Final = _Alone()
_SORTS: Final = _Sorts()


def _joined_pieces(text: str) -> list[str]:
    """The pieces where characters depend on each other: one at the first of those that make one, such as ﾊ and its mark."""
    pieces = [""] * len(text)
    before = ""
    place = 0
    while place < len(text):
        end = place + 1
        while end < len(text) and _joins(text[end]):
            end += 1
        piece = _fold_cluster(text[place:end])
        if piece in _REPEATS and before:
            piece = _fold_cluster(before[-1] + "\u3099") if piece in _VOICED_REPEATS else before[-1]
        if piece == _LONG_MARK and before[-1:].isascii() and before[-1:].isalnum():
            piece = "-"  # what a Japanese keyboard gives for a hyphen: ＤＥ５０ー１
        if piece and not (piece == _LONG_MARK and _ends_in_kana(before)):
            pieces[place] = piece
            before = piece
        place = end
    return pieces


@lru_cache(maxsize=16_384)
def _fold_cluster(cluster: str) -> str:
    if len(cluster) == 1 and cluster.isascii():
        return cluster.lower()
    for half, mark in _VOICE_MARKS.items():
        cluster = cluster.replace(half, mark) if len(cluster) > 1 else cluster
    text = unicodedata.normalize("NFKC", cluster).casefold().translate(_LETTERS)
    text = hanzi.fold(romaji.hiragana(text).replace("ゔ", "ぶ").translate(_SMALL))
    kept = (c for c in _decomposed(text) if not unicodedata.combining(c) and unicodedata.category(c) != "Cf")
    text = unicodedata.normalize("NFKC", "".join(map(_letter, kept))).translate(_LETTERS)
    return "".join(map(_hangul, text)) if "가" <= text[:1] <= "힣" else text


def _letter(character: str) -> str:
    """A character, or the letter that stands for a vowel sign; what chooses between shapes of a character (IVS) is none."""
    code = ord(character)
    if _SHAPES[0] <= code <= _SHAPES[1]:
        return ""
    is_sign = code < 0x10000 and unicodedata.category(character) in {"Mn", "Mc"}
    return chr(_VOWEL_SIGNS + code) if is_sign else character


def of_sign(letter: str) -> int:
    """The code point of a character, for the letter of a vowel sign that of the sign."""
    return ord(letter) - _VOWEL_SIGNS if _VOWEL_SIGNS <= ord(letter) < _VOWEL_SIGNS + 0x10000 else ord(letter)


def _hangul(syllable: str) -> str:
    """A syllable as others may spell it: 쓰 and 쯔 as 츠, and after ㅈ, ㅉ and ㅊ vowels without their glide (츄 as 추)."""
    if not "가" <= syllable <= "힣":
        return syllable
    first, rest = divmod(ord(syllable) - ord("가"), _VOWELS * _FINALS)
    vowel, final = divmod(rest, _FINALS)
    if first in _PALATALS:
        vowel = _WITHOUT_GLIDE.get(vowel, vowel)
    if vowel == _EU and not final and first in _TSU:
        first = _CH
    return chr(ord("가") + (first * _VOWELS + vowel) * _FINALS + final)


def other_initial(word: str) -> str:
    """Return a word in Hangul with its first consonant plain for aspirated or the other way round: 캇파, 갓파; others as they are."""
    if not "가" <= word[:1] <= "힣":
        return word
    first, rest = divmod(ord(word[0]) - ord("가"), _VOWELS * _FINALS)
    return chr(ord("가") + _ASPIRATED.get(first, first) * _VOWELS * _FINALS + rest) + word[1:]


def _joins(character: str) -> bool:
    """Whether a character belongs to the one before: marks, half-width voice marks, Hangul vowels and finals."""
    return character in _VOICE_MARKS or unicodedata.combining(character) > 0 or "\u1160" <= character <= "\u11ff"


def _decomposed(text: str) -> str:
    """Accents taken apart, except on kana, where が is not か with an accent, and in Hangul."""
    return "".join(
        c if "\u3040" <= c <= "\u30ff" or "가" <= c <= "힣" else unicodedata.normalize("NFKD", c) for c in text
    )


def _ends_in_kana(text: str) -> bool:
    return bool(text) and "ぁ" <= text[-1] <= "ゖ"
