"""Slips of the finger in Latin letters, kana and Hangul, mended by the words of names: shrakuen, ホルモソ, 슈라쿠앤.

Only for queries that find little: a vocabulary knows names, not every word that stands in a text. A word of up to three
letters stays, of up to seven one letter may be wrong, of more two where it begins rightly (Matsuyama is no slip of
Tsuyama). Hangul is compared by its letters, not by its syllables. Of a name in kanji one may be another: in three
characters one that sounds alike, for that is how keyboards choose wrongly (津山条), in four and more any (箕作玩甫).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from cms.languages import romaji
from cms.languages.kanji_sounds import sound_alike
from cms.search.tokens.folding import fold
from cms.search.tokens.stemming import STOP_WORDS
from cms.search.tokens.words import LONGEST_WORD, runs

MOST_CORRECTED: Final = 4
"""Words of one query that are looked up."""

_SHORTEST: Final = 4
_TWO_WRONG: Final = 8
_SHORTEST_KANJI: Final = 3
_ANY_KANJI: Final = 4
_NAME_PARTS: Final = re.compile(r"[()（）「」『』／/｜|,、・·:：]+")
_KANA: Final = re.compile(r"[ぁ-ゖァ-ヺー]{4,}")
_KANJI: Final = re.compile(r"[㐀-鿿々〆]")


def vocabulary_words(names: Iterable[str], readings: Iterable[str] = ()) -> dict[str, str]:
    """Return the words of names, and of readings in kana and romaji, that a slip may be mended to: folded, and as written."""
    kana = ["".join(part.split()) for reading in readings for part in _NAME_PARTS.split(reading)]
    found: dict[str, str] = {}
    for text in (*names, *kana, *(romaji.from_kana(part) for part in kana)):
        for part in _NAME_PARTS.split(text):
            for piece in (part.strip(), *part.split(), *_KANA.findall(part)):
                run = runs(fold(piece))
                if len(run) == 1 and _is_kept(run[0].text):
                    found.setdefault(run[0].text, piece)
                    if (said := romaji.to_kana(run[0].text)) and _is_kept(fold(said)):
                        found.setdefault(fold(said), said)  # Kakuzan of an English name, for かくさん
    return found


def _is_kept(word: str) -> bool:
    shortest = _SHORTEST_KANJI if _KANJI.search(word) else _SHORTEST
    return len(word) <= LONGEST_WORD and len(_letters(word)) >= shortest


@dataclass(frozen=True, slots=True)
class Known:
    """A word of a name: where it stands in the order in which words were met, folded, and as it is written."""

    number: int
    word: str
    written: str


class Source(Protocol):
    """Where the words of names are kept."""

    def holds(self, folded: str) -> bool:
        """Return whether it is one of them."""

    def alike(self, beginning: str, ending: str, lengths: range) -> Iterable[Known]:
        """Return the words of these lengths that begin with the one or end with the other."""


class Words:
    """Words kept in memory, in the order in which they were met: for a few thousand."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self._written = words

    def holds(self, folded: str) -> bool:
        """Return whether it is one of them."""
        return folded in self._written

    def alike(self, beginning: str, ending: str, lengths: range) -> Iterable[Known]:
        """Return what begins with the one or ends with the other, looking at every word."""
        for number, (word, written) in enumerate(self._written.items()):
            if len(word) in lengths and (word.startswith(beginning) or word.endswith(ending)):
                yield Known(number, word, written)


class Vocabulary:
    """Words of names, found by what they are nearly.

    One slip leaves a beginning or an ending of a word whole, so it is by them that words are looked up, however many there
    are; of two slips one in the first third and one in the last do not.
    """

    def __init__(self, words: Source) -> None:
        self._words = words

    def nearest(self, folded: str) -> str | None:
        """Return the word, as written, that a folded one most likely was meant to be; None where none is near, or it is one."""
        if not _is_kept(folded) or self._words.holds(folded):
            return None
        return self._with_another_kanji(folded) or self._with_other_letters(folded)

    def _with_another_kanji(self, folded: str) -> str | None:
        """The name in which one kanji is another; of several one that sounds alike, then the first that was met."""
        if not _KANJI.search(folded):
            return None
        near = []
        for known in self._alike(folded, (len(folded) - 1) // 2, range(len(folded), len(folded) + 1)):
            wrong = [(one, other) for one, other in zip(folded, known.word, strict=True) if one != other]
            if len(wrong) == 1 and all(_KANJI.fullmatch(kanji) for kanji in wrong[0]):
                alike = sound_alike(*wrong[0])
                if alike or len(folded) >= _ANY_KANJI:
                    near.append((not alike, known.number, known.written))
        return min(near)[-1] if near else None

    def _with_other_letters(self, folded: str) -> str | None:
        letters = _letters(folded)
        if len(letters) < _SHORTEST:
            return None
        wrong = 1 if len(letters) < _TWO_WRONG else 2
        whole = (len(folded) - 1) // 2 if wrong == 1 else len(folded) // 3
        pairs = set(_pairs(letters))
        least = max(1, len(pairs) - 3 * wrong)
        kanji = _KANJI.findall(folded)
        near = []
        for known in self._alike(folded, whole, range(len(folded) - wrong, len(folded) + wrong + 1)):
            word, other = known.word, _letters(known.word)
            if len(pairs.intersection(_pairs(other))) < least or _KANJI.findall(word) != kanji:
                continue
            steps = distance(letters, other, most=wrong)
            if steps <= (wrong if word[0] == folded[0] else 1):
                near.append((steps, word[0] != folded[0], abs(len(word) - len(folded)), known.number, known.written))
        return min(near)[-1] if near else None

    def _alike(self, folded: str, whole: int, lengths: range) -> Iterable[Known]:
        """Words that share so many characters with the beginning or the ending of a word, at least one."""
        whole = max(1, whole)
        return self._words.alike(folded[:whole], folded[-whole:], lengths)


def corrected(query: str, vocabulary: Vocabulary) -> str | None:
    """Return a query with its unknown words mended; None where nothing is near."""
    parts = query.split()
    changed = 0
    for place, part in enumerate(parts):
        found = runs(fold(part))
        word = "".join(run.text for run in found)
        if changed == MOST_CORRECTED or len({run.script for run in found}) != 1 or word in STOP_WORDS:
            continue
        if (meant := vocabulary.nearest(word)) is not None:
            parts[place] = meant
            changed += 1
    return " ".join(parts) if changed else None


def distance(one: str, other: str, *, most: int) -> int:
    """Return how many letters are missing, added, wrong or changed with their neighbour; `most` + 1 where there are more.

    Optimal string alignment (Damerau 1964, without edits inside a pair that was swapped).
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        ahead = [i]
        for j, against in enumerate(other, start=1):
            steps = min(row[j] + 1, ahead[j - 1] + 1, row[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                steps = min(steps, before[j - 2] + 1)
            ahead.append(steps)
        if min(ahead) > most and min(row) > most:  # a swap looks two rows back
            return most + 1
        before, row = row, ahead
    return min(row[-1], most + 1)


def _letters(word: str) -> str:
    """A word by its letters: Hangul syllables taken apart."""
    return unicodedata.normalize("NFD", word) if any("가" <= character <= "힣" for character in word) else word


def _pairs(letters: str) -> list[str]:
    """Neighbours, the beginning and the end included."""
    framed = f"^{letters}$"
    return [framed[place : place + 2] for place in range(len(framed) - 1)]
