"""A query that finds little, asked otherwise, from what changes it least to what changes it most.

Parted where scripts meet; its last word completed, words joined and parted; with its slips mended; without the place that
it shall be near; without what stands nowhere; and at last for any of its words. The first way that finds anything is shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from cms.search.engine import EVERYTHING, MOST_SORTED, Answer, Engine, Wanted
from cms.search.lexicon import VOCABULARY
from cms.search.narrowing import TIER
from cms.search.pieces import standing
from cms.search.tokens import (
    Lexicon,
    QueryPlan,
    any_word_plan,
    corrected,
    loosened,
    parted,
    query_plan,
    specific,
    split_plan,
    spoken_of,
    tiers,
    widened,
    without_place,
    written_in,
)
from cms.search.tokens.tiers import BY_WHOLE

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
    return len(answer.hits) <= FEW and not any(hit.score < len(BY_WHOLE) * TIER for hit in answer.hits)


def only_inside_names(wanted: Wanted, answer: Answer, known: Lexicon) -> bool:
    """Whether all that was found has the query only inside another name, which stands behind everything: 山城 in 津山城."""
    if not (wanted.plan.mistaken and answer.hits) or wanted.narrowed.by_distance:
        return False
    if not known.certainly_mistaken(wanted.plan.groups[0].words[0]):
        return False
    coarse = sum(answer.facets.kinds.values()) > MOST_SORTED
    return int(answer.hits[0].score) // TIER == len(tiers(wanted.plan, coarse=coarse)) - 1


def name_instead(engine: Engine, wanted: Wanted, known: Lexicon) -> Meant:
    """Return the name that a query only stands inside of, to be offered: nobody said that it was meant."""
    for name in known.certainly_mistaken(wanted.plan.groups[0].words[0]):
        if engine.find(replace(wanted, plan=query_plan(name, wanted.lang, known), limit=1)).hits:
            return Meant(name)
    return NOTHING_ELSE


def reworded(
    engine: Engine, wanted: Wanted, answer: Answer, *, query: str, known: Lexicon
) -> tuple[Answer, Wanted, Meant]:
    """Return the better answer, what it answers, and what the visitor may have meant.

    Where something was found it stays, and another spelling is only offered; the first that finds anything is shown else.
    """
    if answer.facets.kinds:
        wider = _widened(engine, wanted, answer, query=query, known=known)
        return wider or (answer, wanted, _offered(engine, wanted, answer, query=query, known=known))
    if lang := written_in(query, wanted.lang):
        again = replace(wanted, lang=lang, shown=wanted.lang)
        found = engine.find(again)
        if found.facets.kinds:
            return found, again, NOTHING_ELSE
    for plan, meant in _ways(engine, wanted, query, known):
        again = replace(wanted, plan=plan)
        found = engine.find(again)
        if found.facets.kinds:
            wider = _widened(engine, again, found, query=query, known=known) if meant == NOTHING_ELSE else None
            return wider or (found, again, meant)
    return answer, wanted, NOTHING_ELSE


def _widened(
    engine: Engine, wanted: Wanted, answer: Answer, *, query: str, known: Lexicon
) -> tuple[Answer, Wanted, Meant] | None:
    """Return what holds the words that a query speaks of, first what was found already; None where that is no more.

    Filters and pages narrow what is shown, and are no sign that little was found.
    """
    plan = widened(wanted.plan, query, wanted.lang, known)
    plain = replace(wanted, kinds=(), tags=(), narrowed=EVERYTHING, after=None)
    if plan is None or not is_little(answer if plain == wanted else engine.find(plain)):
        return None
    again = replace(wanted, plan=plan)
    found = engine.find(again)
    more = sum(found.facets.kinds.values()) > sum(answer.facets.kinds.values())
    return (found, again, NOTHING_ELSE) if more else None


def _offered(engine: Engine, wanted: Wanted, answer: Answer, *, query: str, known: Lexicon) -> Meant:
    meant = corrected(query, VOCABULARY)
    if meant is None:
        return NOTHING_ELSE
    found = engine.find(replace(wanted, plan=query_plan(meant, wanted.lang, known)))
    more = sum(found.facets.kinds.values()) > sum(answer.facets.kinds.values())
    return Meant(meant) if more else NOTHING_ELSE


def _ways(engine: Engine, wanted: Wanted, query: str, known: Lexicon) -> Iterator[tuple[QueryPlan, Meant]]:
    """Yield the plans that are tried, each with what the page says about it."""
    stretches = parted(query)
    split = split_plan(query, wanted.lang, known)
    if split is not None and not split.is_empty:
        yield split, NOTHING_ELSE
    if (loose := loosened(wanted.plan)) is not None:
        yield loose, NOTHING_ELSE
    for text in (query, " ".join(stretches or ())):
        if (meant := corrected(text, VOCABULARY)) is not None:
            yield query_plan(meant, wanted.lang, known), Meant(meant, shown=True)
    if wanted.kinds or wanted.tags or wanted.narrowed != EVERYTHING:
        return  # the words may stand in what the filters hold back
    if what := without_place(query):
        yield query_plan(what, wanted.lang, known), Meant(what, shown=True)
    if left := spoken_of(query):
        yield query_plan(left, wanted.lang, known), Meant(left, shown=True)
    left = standing(engine, wanted, specific(query), known)
    if left:
        plan = query_plan(left, wanted.lang, known)
        meant_words = Meant(left, shown=True)
        yield plan, meant_words
        if len(plan.groups) > 1:
            yield any_word_plan(plan), meant_words


__all__ = ["FEW", "NOTHING_ELSE", "Meant", "is_little", "name_instead", "only_inside_names", "reworded"]
