"""Keys for suggestions while a visitor types: names and readings by their beginning, in one ordered column.

Store `suggestion_keys` of each name; ask with `suggestion_prefixes` for keys that begin with one of them
(`key >= prefix AND key < prefix || U+10FFFF`), which any database answers from an ordinary index.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from cms.languages import romaji
from cms.search.tokens.folding import fold
from cms.search.tokens.words import runs

_LONGEST_KEY: Final = 60
_UNFINISHED: Final = re.compile(r"(?<=[가-힣])[ㄱ-ㅎㅏ-ㅣ]+$")
"""Letters of a syllable in Hangul that is still being typed: 우ㅇ."""

_BRACKETS: Final = re.compile(r"[()（）]")
_TRAILING_CONSONANTS: Final = re.compile(r"(?<=[aiueoāīūēōâîûêô])(?:[kgsztdnhbpmyrwjfc]|sh|ch|ts|[kgnhbpmr]y)$")


def suggestion_keys(name: str, readings: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the keys of one name: whole and by its words and parts, and its readings in kana and by sound."""
    keys = [_key(name), *(_key(part) for part in _BRACKETS.split(name)), *_word_beginnings(name)]
    for reading in readings:
        for part in _BRACKETS.split(reading):
            keys += [_key(part), romaji.sound("".join(part.split()))[:_LONGEST_KEY]]
    return tuple(dict.fromkeys(key for key in keys if key))


def suggestion_prefixes(typed: str) -> tuple[str, ...]:
    """Return what keys may begin with, for text that is still being typed (`tsuyam` reads as つや); empty for none."""
    typed = _UNFINISHED.sub("", typed)
    prefixes = [_key(typed)]
    bare = "".join(typed.casefold().split())
    if romaji.is_kana(bare):
        prefixes.append(romaji.sound(bare))
    elif kana := romaji.to_kana(bare) or romaji.to_kana(_TRAILING_CONSONANTS.sub("", bare)):
        prefixes.append(romaji.sound(kana))
    return tuple(dict.fromkeys(prefix for prefix in prefixes if prefix))


def _key(text: str) -> str:
    """The folded runs without spaces or punctuation; letters as typed, not stemmed, since a word may be unfinished."""
    return "".join(run.text for run in runs(fold(text)))[:_LONGEST_KEY]


def _word_beginnings(name: str) -> list[str]:
    """Keys from each later word on: Kakuzan Park of Tsuyama Castle (Kakuzan Park)."""
    words = fold(name).split()
    return [_key(" ".join(words[place:])) for place in range(1, len(words))]
