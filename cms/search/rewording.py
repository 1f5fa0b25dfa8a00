"""A query that finds little, asked otherwise: parted where scripts meet, or with its slips of the finger mended."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from cms.search.engine import Answer, Engine, Wanted
from cms.search.lexicon import vocabulary
from cms.search.narrowing import TIER
from cms.search.tokens import Lexicon, corrected, query_plan, split_plan

FEW: Final = 2
"""Up to so many things found, another spelling that finds more is offered."""


@dataclass(frozen=True, slots=True)
class Meant:
    """The query that was probably meant, empty for none, and whether the results are already its own."""

    query: str = ""
    shown: bool = False


NOTHING_ELSE: Final = Meant()


def is_little(answer: Answer) -> bool:
    """Whether another spelling is worth a look: little was found, and nothing by its whole name (or whatever is near)."""
    return len(answer.hits) <= FEW and not any(hit.score < TIER for hit in answer.hits)


def reworded(
    engine: Engine, wanted: Wanted, answer: Answer, *, query: str, known: Lexicon
) -> tuple[Answer, Wanted, Meant]:
    """Return the better answer, what it answers, and what the visitor may have meant.

    Where something was found it stays, and another spelling is only offered; the first that finds anything is shown else.
    """
    if not answer.facets.kinds:
        split = split_plan(query, wanted.lang, known)
        if split is not None and not split.is_empty:
            again = replace(wanted, plan=split)
            found = engine.find(again)
            if found.facets.kinds:
                return found, again, NOTHING_ELSE
    meant = corrected(query, vocabulary())
    if meant is None:
        return answer, wanted, NOTHING_ELSE
    again = replace(wanted, plan=query_plan(meant, wanted.lang, known))
    found = engine.find(again)
    if not answer.facets.kinds and found.facets.kinds:
        return found, again, Meant(meant, shown=True)
    more = sum(found.facets.kinds.values()) > sum(answer.facets.kinds.values())
    return answer, wanted, Meant(meant) if more else NOTHING_ELSE
