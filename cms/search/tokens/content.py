"""What a question speaks of, without what it says about it: of 無料で入れる場所 無料, of 明治の銀行 明治 and 銀行, of 벚꽃 명소 벚꽃.

No dictionary: kana behind kanji are endings and particles, a single kanji with an ending is a verb. That is wrong now and
then, so it is looked for only where little is found as it was asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from cms.languages import romaji
from cms.search.tokens.folding import fold
from cms.search.tokens.lexicon import DEFAULT, Lexicon
from cms.search.tokens.query import LONGEST_QUERY, PARTICLES, QueryPlan, query_plan, stretches
from cms.search.tokens.words import Script, runs

GENERIC: Final = frozenset(
    fold(word)
    for word in re.findall(
        r"\w+",
        "名所 場所 所 スポット 観光スポット アクセス 명소 장소 관광지 가는 길 가는길 방법 景点 地点 "
        "attraction attractions place places sight sights spot spots way directions endroit endroits lieu lieux",
    )
)
"""What every thing of a city is, and how to get there; 名所 and 명소 stand behind another word too."""

_ENDING: Final = re.compile(r"(?<=..)(?:名所|場所|景[点點]|명소)$")
_KANJI: Final = re.compile(r"[㐀-鿿々]")
_WRITTEN_TOGETHER: Final = re.compile(r"[ぁ-ヿ㐀-鿿々가-힣]")
_KATAKANA: Final = re.compile(r"[ァ-ヺー]{2,}")
_TRAILING: Final = re.compile(r"(?<=..)(?:から|まで|より|では|には|での|への|[のをにがでとはもへや])$")


def spoken_of(query: str) -> str:
    """Return the words that a query speaks of, with spaces between them.

    Empty where it is nothing but them, or where they are less than half of its kanji.
    """
    parts = query[:LONGEST_QUERY].split()
    pieces = [piece for part in parts for piece in _pieces(part)]
    kept = [text for text, is_kept in pieces if is_kept]
    left = sum(len(_KANJI.findall(text)) for text in kept)
    asked = sum(len(_KANJI.findall(text)) for text, _ in pieces)
    return "" if kept == parts or 2 * left < asked else " ".join(kept)


def specific(query: str) -> str:
    """Return a query without what every thing of a city is: of 子どもが遊べる場所 子どもが遊べる."""
    parts = (_specific(part) for part in query[:LONGEST_QUERY].split())
    return " ".join(part for part in parts if part)


def widened(plan: QueryPlan, query: str, lang: str = "", lexicon: Lexicon = DEFAULT) -> QueryPlan | None:
    """Return the plan for what a query speaks of, in which comes first what holds all that was asked; None for no other."""
    left = spoken_of(query)
    wider = query_plan(left, lang, lexicon) if left else None
    if wider is None or wider.is_empty or wider.groups == plan.groups:
        return None
    return replace(wider, asked=tuple(group.phrases for group in plan.groups))


def written_in(query: str, lang: str) -> str:
    """Return the language whose texts may hold the words of a query by their script; empty for that of the page."""
    letters = fold(query)
    scripts = {run.script for run in runs(letters)}
    if Script.CJK in scripts:
        found = "ja" if romaji.is_kana(letters) or _KANJI.search(letters) else ""
    elif Script.HANGUL in scripts:
        found = "ko"
    else:
        found = "en" if re.search("[a-z]", letters) else ""
    return "" if lang.startswith(found) else found


def _specific(part: str) -> str:
    if fold(part) in GENERIC:
        return ""
    if not _WRITTEN_TOGETHER.search(part):
        return part  # 2010.55 with its signs
    return "".join(_ENDING.sub("", piece) for piece in stretches(part) if fold(piece) not in GENERIC) or part


def _pieces(part: str) -> Iterator[tuple[str, bool]]:
    """The pieces of a text without spaces but generic ones, and whether it speaks of them."""
    is_one = fold(part) in GENERIC or not _WRITTEN_TOGETHER.search(part)  # 1912,1012.0.3
    found = [part] if is_one else stretches(part)
    for before, piece, behind in zip(["", *found], found, [*found[1:], ""], strict=False):
        bare = _ENDING.sub("", piece)
        if fold(bare) in GENERIC:
            continue
        if not romaji.is_kana(bare):
            ending = len(behind) > 1 and romaji.is_kana(behind) and behind not in PARTICLES
            yield bare, not (ending and len(bare) == 1 and _KANJI.fullmatch(bare))
        elif _KANJI.search(before[-1:]):
            yield from ((word, True) for word in _KATAKANA.findall(bare))
        elif len(word := _TRAILING.sub("", bare)) > 1:
            yield word, True


__all__ = ["specific", "spoken_of", "widened", "written_in"]
