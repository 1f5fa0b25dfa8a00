"""The piece of a text that shows why it was found, cut from the text itself and never from the index."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Final

from cms.search.tokens.folding import Folded, fold_with_origins
from cms.search.tokens.query import QueryPlan
from cms.search.tokens.stemming import stem
from cms.search.tokens.words import runs

ELLIPSIS: Final = "…"
HIT: Final = b"\x01"
MISS: Final = b"\x00"
_SENTENCE_END: Final = re.compile(r"[。．.!?！？\n]\s*")
_LONGEST_CUT: Final = 16
_LONGEST_TEXT: Final = 20_000
"""Characters of a text that are looked at; longer texts are shown by their beginning."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Plain text, not escaped, and whether it is a word that was looked for."""

    text: str
    hit: bool = False


def snippet(text: str, plan: QueryPlan, *, length: int = 90) -> tuple[Piece, ...]:
    """Return at most `length` characters of plain `text` around the hits, in pieces; the beginning where there are none.

    Starts at a sentence where one begins shortly before the first hit. An ellipsis stands where text is left out.
    """
    text = " ".join(text[:_LONGEST_TEXT].split())
    marked = _marked(text, plan)
    start = _start(text, marked, length)
    start, end = _whole_words(text, start, min(len(text), start + length))
    pieces = [Piece(text[first:last], hit) for first, last, hit in _stretches(marked, start, end)]
    before = [Piece(ELLIPSIS)] if start > 0 else []
    after = [Piece(ELLIPSIS)] if end < len(text) else []
    return (*before, *pieces, *after)


def _stretches(marked: bytearray, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """Where stretches of one sort begin and end, and whether they are hits."""
    while start < end:
        hit = marked[start]
        other = marked.find(MISS if hit else HIT, start, end)
        last = other if other >= 0 else end
        yield start, last, bool(hit)
        start = last


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """The window without words cut in two, where words are parted by spaces; Japanese and Chinese stay as they are."""
    if start > 0 and not text[start - 1].isspace():
        space = text.find(" ", start, start + _LONGEST_CUT)
        first = start if space < 0 or _SENTENCE_END.match(text, start - 1) else space + 1
    else:
        first = start
    if end < len(text) and not text[end].isspace():
        space = text.rfind(" ", max(first, end - _LONGEST_CUT), end)
        end = end if space <= first else space
    return first, end


def _marked(text: str, plan: QueryPlan) -> bytearray:
    """For each character of the text, whether it belongs to a hit."""
    folded = fold_with_origins(text)
    marks = bytearray(len(text))
    for pattern in _patterns(plan):
        for match in pattern.finditer(folded.text):
            first, last = folded.origins[match.start()], _last_origin(folded, match.end())
            marks[first:last] = HIT * (last - first)
    return marks


def _last_origin(folded: Folded, end: int) -> int:
    """The place in the original just behind a match: where the next folded character comes from."""
    return folded.origins[end] if end < len(folded.origins) else folded.origins[-1] + 1


@lru_cache(maxsize=16)
def _patterns(plan: QueryPlan) -> tuple[re.Pattern[str], ...]:
    """Kept for the rows of one page. One pattern per written form: letters by stem at a word's beginning, other scripts wherever they stand."""
    patterns = []
    for word in dict.fromkeys(word for group in plan.groups for word in group.words if word):
        found = runs(word)
        if len(found) == 1 and not found[0].is_bigrams:
            found_stem = stem(word)
            base = found_stem if word.startswith(found_stem) else found_stem[:-1]  # cherry has the stem cherri
            before, behind = (r"(?<!\w)", r"\w{0,4}") if base.isalpha() else (r"(?<![0-9a-z])", r"(?![0-9a-z])")
            patterns.append(re.compile(f"{before}{re.escape(base)}{behind}"))
        else:
            patterns.append(re.compile(re.escape(word)))
    return tuple(patterns)


def _start(text: str, marked: bytearray, length: int) -> int:
    """The beginning of the window with the most marked characters, moved back to a sentence where that is near."""
    first = marked.find(HIT)
    if len(text) <= length or first < 0:
        return 0
    before = [0, *accumulate(marked)]
    starts = [first, *(start for start in range(first + 1, len(text) - length + 1) if marked[start])]
    best_start = max(starts, key=lambda start: before[min(start + length, len(text))] - before[start])
    lead = max(0, best_start - length // 4)
    ends = [match.end() for match in _SENTENCE_END.finditer(text, lead, best_start)]
    return ends[-1] if ends else min(lead, max(0, len(text) - length))
