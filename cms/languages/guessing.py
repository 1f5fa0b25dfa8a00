"""How a name in kanji is probably read, by the dictionary of Sudachi where the extra `ja` is installed; else nobody guesses.

A guess is never shown and never a reading: search alone looks at it, behind everything that is known.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from importlib.metadata import PackageNotFoundError, version
from typing import Final

from cms.languages import romaji

PACKAGES: Final = ("SudachiPy", "SudachiDict-small")
LONGEST: Final = 60
"""Characters of a name that is guessed; a longer one is a sentence."""


@cache
def rules() -> str:
    """Return which dictionary guesses, with its version; empty where none is installed."""
    try:
        return " ".join(f"{package} {version(package)}" for package in PACKAGES)
    except PackageNotFoundError:
        return ""


@lru_cache(maxsize=2048)
def guessed(name: str) -> str:
    """Return the kana of a name with kanji; empty for a name without, and wherever the dictionary is at a loss."""
    if not rules() or len(name) > LONGEST or not any(_is_kanji(character) for character in name):
        return ""
    kana = "".join(reading for surface, reading in _reader()(name) if any(character.isalnum() for character in surface))
    return kana if romaji.is_kana(kana) else ""


@cache
def _reader() -> Callable[[str], list[tuple[str, str]]]:
    """Return what cuts a name into words with their readings. The dictionary is loaded once, in a tenth of a second."""
    from sudachipy import Dictionary, SplitMode

    tokenizer = Dictionary(dict="small").tokenizer(SplitMode.C)

    def read(name: str) -> list[tuple[str, str]]:
        return [(word.surface(), word.reading_form()) for word in tokenizer.tokenize(name)]

    return read


def _is_kanji(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff" or "\u3400" <= character <= "\u4dbf"
