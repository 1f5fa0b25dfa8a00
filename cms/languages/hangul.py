"""Japanese kana in Hangul by the 외래어 표기법 (1986): けいちょう -> 게이초.

Long vowels are not marked, ん closes a syllable with ㄴ and っ with ㅅ; the rows of か and た are plain at the start
of a word and aspirated inside. For names of eras and readings without a Korean text of their own; a name that people
know keeps its own spelling in the record.
"""

from __future__ import annotations

from itertools import groupby
from typing import Final

_INITIAL: Final = (
    "か가기구게고 さ사시스세소 た다지쓰데도 な나니누네노 は하히후헤호 ま마미무메모 ら라리루레로 "
    "が가기구게고 ざ자지즈제조 だ다지즈데도 ば바비부베보 ぱ파피푸페포 あ아이우에오"
)
_INSIDE: Final = dict(zip("かきくけこたちてと", "카키쿠케코타치테토", strict=True))
_OTHERS: Final = dict(zip("やゆよわゐゑをゔ", "야유요와이에오부", strict=True))
_ROWS: Final = {
    "か": "かきくけこ", "さ": "さしすせそ", "た": "たちつてと", "な": "なにぬねの", "は": "はひふへほ",
    "ま": "まみむめも", "ら": "らりるれろ", "が": "がぎぐげご", "ざ": "ざじずぜぞ", "だ": "だぢづでど",
    "ば": "ばびぶべぼ", "ぱ": "ぱぴぷぺぽ", "あ": "あいうえお",
}  # fmt: skip
_PLAIN: Final = {
    kana: syllable for row in _INITIAL.split() for kana, syllable in zip(_ROWS[row[0]], row[1:], strict=True)
} | _OTHERS
_GLIDES: Final = {"ゃ": 2, "ゅ": 17, "ょ": 12}
_GLIDES_AFTER_J: Final = {"ゃ": 0, "ゅ": 13, "ょ": 8}
_FIRST_SYLLABLE: Final = 0xAC00
_VOWELS: Final = 21
_FINALS: Final = 28
_N: Final = 4
_S: Final = 19


def from_kana(kana: str) -> str:
    """Return hiragana in Hangul, word by word; what is no kana stays as it is."""
    words = ("".join(group) for _, group in groupby(kana, str.isspace))
    return "".join(_word(word) for word in words)


def _word(kana: str) -> str:
    out: list[str] = []
    for place, character in enumerate(kana):
        before = kana[place - 1] if place else ""
        if character in _GLIDES and out:
            out[-1] = _glide(out[-1], before, character)
        elif character == "ん" and out:
            out[-1] = _closed(out[-1], _N)
        elif character == "っ" and out:
            out[-1] = _closed(out[-1], _S)
        elif character == "ー" or _lengthens(character, before):
            continue
        else:
            inside = _INSIDE.get(character) if place else None
            out.append(inside or _PLAIN.get(character, character))
    return "".join(out)


def _lengthens(character: str, before: str) -> bool:
    """う after an o or u sound, and お after お, only make it long."""
    if character == "う":
        return before in "おこそとのほもよろごぞどぼぽょうくすつぬふむゆるぐずづぶぷゅ" and before != ""
    return character == "お" and before != "" and before in "おこそとのほもよろごぞどぼぽょ"


def _glide(syllable: str, before: str, small: str) -> str:
    """きゃ -> 캬; after ち and じ the glide is not written: ちょ -> 초."""
    if not "가" <= syllable <= "힣":
        return syllable + small
    initial = (ord(syllable) - _FIRST_SYLLABLE) // (_VOWELS * _FINALS)
    vowel = (_GLIDES_AFTER_J if before in "ちじぢ" else _GLIDES)[small]
    return chr(_FIRST_SYLLABLE + (initial * _VOWELS + vowel) * _FINALS)


def _closed(syllable: str, final: int) -> str:
    """The syllable with a final consonant, where it has none."""
    offset = ord(syllable) - _FIRST_SYLLABLE
    return chr(ord(syllable) + final) if "가" <= syllable <= "힣" and offset % _FINALS == 0 else syllable
