"""Folded text cut into tokens: words of letters and digits, bigrams where writing has no spaces.

Every token is letters, their marks and digits only, so that any engine's simplest analyser keeps it whole. A run of kanji
and kana, of Hangul, or of Thai and its neighbours, gives its bigrams and at the end its last character alone: so a phrase of bigrams finds any part of the run,
and one character finds every run that holds it, by prefix. Spaces and middle dots inside such a run are passed over,
because names are written with and without them (アルネ・津山, 벚꽃 축제).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from operator import add
from typing import Final

from cms.search.tokens.folding import of_sign
from cms.search.tokens.stemming import is_elided, stem

BREAK: Final = "ᛜ"
"""A token that no text and no query holds: it stands between two texts of one field, so no phrase reaches across."""

LONGEST_WORD: Final = 40
"""Characters of one word that count; longer ones are cut, not refused."""


class Script(Enum):
    """How a run of text is cut."""

    CJK = "cjk"
    HANGUL = "hangul"
    LATIN = "latin"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of one script: its text and, for letters, the parts between hyphens and apostrophes."""

    script: Script
    text: str
    parts: tuple[str, ...] = ()

    @property
    def is_bigrams(self) -> bool:
        """Whether the run is cut into bigrams."""
        return self.script is Script.CJK or self.script is Script.HANGUL


_UNSPACED: Final = ((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF))
"""Thai and Lao, Burmese, Khmer: written without spaces, like kanji and kana."""

_LINKS: Final = frozenset(" \u3000・·‧")
_HYPHENS: Final = frozenset("-‐'’ʼ")
_ELISIONS: Final = re.compile(r"([a-z]+)['’ʼ](?=[a-z])")
_POSSESSIVE: Final = re.compile(r"(?<=[^\W_])['’ʼ]s(?![^\W_])")
_SPOKEN: Final = {"+": "plus", "#": "sharp", "♯": "sharp"}
"""Signs behind a letter that tell names apart: C, C++ and C#."""


def runs(folded: str) -> tuple[Run, ...]:
    """Return the runs of a folded text in order; punctuation, symbols and emoji only separate."""
    found: list[Run] = []
    for script, text in _stretches(folded):
        if script is Script.CJK or script is Script.HANGUL:
            found.append(Run(script, text))
        else:
            found += _words(script, text)
    return tuple(found)


def tokens(run: Run) -> tuple[str, ...]:
    """Return what the index holds for a run, in reading order."""
    if run.is_bigrams:
        return (*bigrams(run.text), run.text[-1])
    if len(run.parts) > 1:
        return (*(stem(part) for part in run.parts), stem(run.text))
    return (stem(run.text),)


def all_tokens(folded: str) -> list[str]:
    """Return the tokens of all runs of a folded text: what `runs` and `tokens` give, without making the runs."""
    found: list[str] = []
    for script, text in _stretches(folded):
        if script is Script.CJK or script is Script.HANGUL:
            found += map(add, text, text[1:])
            found.append(text[-1])
        else:
            found += [token for run in _words(script, text) for token in tokens(run)]
    return found


def bigrams(text: str) -> tuple[str, ...]:
    """Return the pairs of neighbours: 津山城 -> 津山 山城. None for a single character."""
    return tuple(map(add, text, text[1:]))


def _stretches(folded: str) -> Iterator[tuple[Script, str]]:
    """Return the stretches of one script, and their text.

    A run may go on behind a single space or middle dot (CJK, Hangul), or hyphen or apostrophe (letters), if its own script
    follows; only those between letters are kept. Signs behind a letter that are spoken are words of the run.
    """
    for found in _STRETCH.finditer(folded.translate(_KINDS)):
        kinds, text = found[0], folded[found.start() : found.end()]
        if " " in kinds:
            text = text.translate(_WITHOUT_LINKS)
        elif "+" in kinds:
            text = text.translate(_AS_SPOKEN)
        yield _SCRIPTS[kinds[0]], text


def _words(script: Script, text: str) -> list[Run]:
    """One word, or the parts of a compound; elided articles stand apart, an English genitive is dropped."""
    text = _POSSESSIVE.sub("", text)
    text = _ELISIONS.sub(lambda match: " " if is_elided(match[1]) else match[0], text)
    found: list[Run] = []
    for compound in text.split():
        parts = tuple(part[:LONGEST_WORD] for part in re.split(r"[-‐'’ʼ]", compound) if part)
        if parts:
            found.append(Run(script, "".join(parts)[:LONGEST_WORD], parts))
    return found


def _script(character: str) -> Script | None:
    """The script of a letter or digit; None for anything that separates."""
    if character.isascii():
        return Script.LATIN if character.isalnum() else None
    code = of_sign(character)
    if (unicodedata.category(character)[0] not in "LN" and code == ord(character)) or character == BREAK:
        return None
    if any(first <= code <= last for first, last in _UNSPACED):
        return Script.CJK
    if 0x3040 <= code <= 0x30FF or 0x3400 <= code <= 0x9FFF or character in "々〆〇" or 0x20000 <= code <= 0x3FFFF:
        return Script.CJK
    if 0xAC00 <= code <= 0xD7A3 or 0x1100 <= code <= 0x11FF:
        return Script.HANGUL
    return Script.OTHER


_SCRIPTS: Final = {"C": Script.CJK, "H": Script.HANGUL, "O": Script.OTHER, "L": Script.LATIN, "1": Script.LATIN}
_LETTERS: Final = {script: letter for letter, script in _SCRIPTS.items() if letter != "1"}
_STRETCH: Final = re.compile(r"C+(?: C+)*|H+(?: H+)*|(?:L\+*|1)(?:-?(?:L\+*|1))*|O+(?:-O+)*")
_WITHOUT_LINKS: Final = dict.fromkeys(map(ord, _LINKS))
_AS_SPOKEN: Final = {ord(sign): word for sign, word in _SPOKEN.items()}


class _Kinds(dict[int, str]):
    """What each character is to a stretch: a letter for its script, 1 for a digit, a space or a hyphen for what may link,
    a plus for a sign that is spoken, a dot for what separates."""

    def __missing__(self, code: int) -> str:
        self[code] = _kind(chr(code))
        return self[code]


def _kind(character: str) -> str:
    if character in _LINKS or character in _HYPHENS:
        return " " if character in _LINKS else "-"
    script = _script(character)
    if script is None:
        return "+" if character in _SPOKEN else "."
    return "1" if script is Script.LATIN and character.isdigit() else _LETTERS[script]


_KINDS: Final = _Kinds()
