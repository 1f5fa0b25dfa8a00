"""What of a query stands anywhere: its words, and where writing has no spaces the longest pieces of them.

No dictionary: the index itself is asked, a few times, for queries that find nothing by any other way.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from cms.search.engine import Engine, Wanted
from cms.search.tokens import Lexicon, query_plan
from cms.search.tokens.folding import Folded, fold_with_origins
from cms.search.tokens.stemming import QUESTION_WORDS, STOP_WORDS
from cms.search.tokens.words import Run, Script, runs
from cms.search.tokens.years import year_forms

MOST_ASKED: Final = 24
"""Questions to the engine for one query; what is not asked about any more counts as standing nowhere."""

LONGEST_PIECE: Final = 12
_KANJI: Final = re.compile(r"[㐀-鿿々]")
_TWO_PAIRS: Final = re.compile(r"[㐀-鿿々]{4}")
_SHORTEST: Final = 2
_SHORTEST_APART: Final = 3
"""Characters of the shortest piece, and of one without kanji (shorter ones are particles) or behind what stands nowhere."""


def standing(engine: Engine, wanted: Wanted, query: str, known: Lexicon) -> str:
    """Return the words and pieces of a query that stand in any document, with spaces between them.

    Empty where they are less than half of what was asked: nobody is helped by a castle who asks for quantum physics. A word
    that is written apart counts as one, however long: ロダン 考える人.
    """
    search = _Standing(engine, replace(wanted, after=None, limit=1), known)
    folded = fold_with_origins(query)
    kept: list[str] = []
    asked = left = 0.0
    words = [_whole_years(word) for word in folded.text.split()]
    for word in words:
        for run in word:
            if run.text in STOP_WORDS or run.text in QUESTION_WORDS:
                continue
            is_whole = len(word) == 1 < len(words) and (len(run.text) >= _SHORTEST or bool(_KANJI.search(run.text)))
            pieces = search.word(run.text) if is_whole or not run.is_bigrams else []
            pieces = pieces or (search.pieces(run.text) if run.is_bigrams else [])
            weight = _weight(run, run.text)
            share = sum(_weight(run, piece) for piece in pieces)
            asked += 1 if is_whole and weight else weight
            left += share / weight if is_whole and weight else share
            kept += pieces
    return " ".join(dict.fromkeys(_as_typed(query, folded, piece) for piece in kept)) if 2 * left >= asked else ""


def _whole_years(word: str) -> tuple[Run, ...]:
    """The runs of a word; a year is one: 昭和8年."""
    return (Run(Script.LATIN, word),) if year_forms(word) else runs(word)


def _as_typed(query: str, folded: Folded, piece: str) -> str:
    """A folded piece as the visitor wrote it; folded where it was written with something in between."""
    place = folded.text.find(piece)
    if place < 0:
        return piece
    end = place + len(piece)
    return query[folded.origins[place] : folded.origins[end] if end < len(folded.text) else len(query)].strip()


def _weight(run: Run, text: str) -> float:
    """A word of letters counts one, kanji half of one each; kana beside kanji count nothing."""
    if not run.is_bigrams:
        return 1.0
    return len(_KANJI.findall(text) if _KANJI.search(run.text) else text) / 2


class _Standing:
    """Asks the engine, and counts."""

    def __init__(self, engine: Engine, wanted: Wanted, known: Lexicon) -> None:
        self._engine = engine
        self._wanted = wanted
        self._known = known
        self._asked = 0

    def word(self, word: str) -> list[str]:
        """Return the word where it stands anywhere, else nothing."""
        return [word] if self._stands(word) else []

    def pieces(self, text: str) -> list[str]:
        """Return the longest pieces from left to right: 津山城怎么去 as 津山城. Single characters are left out.

        So are pairs behind what stands nowhere, for most of them are parts of words (転車 of 自転車); in Chinese they are words,
        and so is the second half of four kanji (大名庭園).
        """
        is_chinese, halved = self._wanted.lang.startswith("zh"), _TWO_PAIRS.fullmatch(text) is not None
        found: list[str] = []
        place = end = 0
        while place < len(text) - 1:
            apart = _SHORTEST if is_chinese or (halved and place == _SHORTEST) else _SHORTEST_APART
            length = self._longest(text[place : place + LONGEST_PIECE])
            piece = text[place : place + length]
            if length >= (_SHORTEST_APART if not _KANJI.search(piece) else _SHORTEST if place == end else apart):
                found.append(piece)
            place += max(1, length)
            end = place if length else end
        return found

    def _longest(self, text: str) -> int:
        """The length of the longest beginning that stands; with one that stands all shorter ones do. 0 below two.

        A synonym stands whole where no part of it does: 和菓子 for 菓子.
        """
        if self._known.synonyms.variants(text, self._wanted.lang) and self._stands(text):
            return len(text)
        low, high = 1, len(text)
        while low < high:
            middle = (low + high + 1) // 2
            if self._stands(text[:middle]):
                low = middle
            else:
                high = middle - 1
        return low if low > 1 else 0

    def _stands(self, text: str) -> bool:
        self._asked += 1
        if self._asked > MOST_ASKED:
            return False
        plan = query_plan(text, self._wanted.lang, self._known)
        return not plan.is_empty and bool(self._engine.find(replace(self._wanted, plan=plan)).facets.kinds)


__all__ = ["MOST_ASKED", "standing"]
