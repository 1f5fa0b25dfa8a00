"""Searching by reading every row: what each engine has to find, and in what order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from cms.search.engine import MOST_SORTED
from cms.search.sql import worthwhile
from cms.search.tokens import IndexRow, Phrase, QueryPlan, Wish, by_name, everything
from cms.search.tokens.tiers import Both, Clause, Either


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing as an index knows it."""

    number: int
    uuid: str
    kind: str
    rank: int
    tags: frozenset[str]
    rows: Mapping[str, IndexRow]


def fulfils(row: IndexRow, wish: Wish) -> bool:
    """Return whether a row fulfils a wish."""
    if isinstance(wish, Clause):
        texts = [_split(getattr(row, column)) for column in wish.columns]
        groups = [any(stands(text, phrase) for phrase in group for text in texts) for group in wish.groups]
        return any(groups) if wish.any_group else all(groups)
    left, right = fulfils(row, wish.left), fulfils(row, wish.right)
    if isinstance(wish, Either):
        return left or right
    return left and (right if isinstance(wish, Both) else not right)


def stands(text: Text, phrase: Phrase) -> bool:
    """Return whether the tokens of a phrase stand in a text, one behind the other."""
    *before, last = phrase.tokens
    if not text.held.issuperset(phrase.tokens[:-1] if phrase.prefix else phrase.tokens):
        return False
    if not before:
        return not phrase.prefix or any(token.startswith(last) for token in text.held)
    long = len(phrase.tokens)
    return any(
        text.tokens[place : place + long - 1] == before
        and (text.tokens[place + long - 1].startswith(last) if phrase.prefix else text.tokens[place + long - 1] == last)
        for place in range(len(text.tokens) - long + 1)
    )


@dataclass(frozen=True, slots=True)
class Text:
    """The tokens of a column, in order and each once."""

    tokens: list[str]
    held: frozenset[str]


@cache
def _split(column: str) -> Text:
    return Text(column.split(), frozenset(column.split()))


def found(
    things: list[Thing], plan: QueryPlan, lang: str, *, kinds: tuple[str, ...] = (), tags: tuple[str, ...] = ()
) -> list[str]:
    """Return the uuids of what a plan finds, best first."""
    if plan.is_empty:
        return []
    left = [thing for thing in things if (not kinds or thing.kind in kinds) and thing.tags.issuperset(tags)]
    hits = [thing for thing in left if fulfils(thing.rows[lang], everything(plan))]
    named = any(fulfils(thing.rows[lang], by_name(plan)) for thing in hits)
    looked = worthwhile(plan, named=named, coarse=len(hits) > MOST_SORTED)
    placed = [
        (place, thing.rank, thing.number, thing.uuid)
        for place, tier in looked
        for thing in hits
        if fulfils(thing.rows[lang], tier.wish)
    ]
    return [uuid for _, _, _, uuid in sorted(placed)]
