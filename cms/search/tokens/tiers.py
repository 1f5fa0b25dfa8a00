"""How well a thing is found, the same for every engine: whole name, whole reading, start of a name, name, keys, partly,
lead, phrase, text.

No engine's own measure of relevance takes part: within a tier the kind counts, the editors' order, then age. So every engine puts
the same things first, and a person of the admin can be told why.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import Final

from cms.search.tokens.index import LEADING
from cms.search.tokens.query import Phrase, QueryPlan

NAMES: Final = ("name", "keys")
WORDS: Final = (*NAMES, "text")
BY_WHOLE: Final = frozenset({"whole", "reading", "start"})
BY_NAME: Final = frozenset({"name", "keys"})
COARSE: Final = frozenset({"reading", "keys", "text"})


@dataclass(frozen=True, slots=True)
class Clause:
    """One phrase of every group (with `any_group`, of one group) stands in one of the columns."""

    columns: tuple[str, ...]
    groups: tuple[tuple[Phrase, ...], ...]
    any_group: bool = False


@dataclass(frozen=True, slots=True)
class Either:
    """One of the two, or both."""

    left: Wish
    right: Wish


@dataclass(frozen=True, slots=True)
class Both:
    """Both of the two."""

    left: Wish
    right: Wish


@dataclass(frozen=True, slots=True)
class Without:
    """The left one where the right one is not."""

    left: Wish
    right: Wish


Wish = Clause | Either | Both | Without


@dataclass(frozen=True, slots=True)
class Tier:
    """What is found equally well. `named` tells whether a name or key holds at least a part of what was asked."""

    name: str
    wish: Wish
    named: bool = True


def everything(plan: QueryPlan) -> Wish:
    """Return the wish for all that a plan finds. The plan is not empty."""
    return _with_whole(plan, Clause(WORDS, _groups(plan), any_group=plan.any_word))


def by_name(plan: QueryPlan) -> Wish:
    """Return the wish for what a plan finds without looking into texts."""
    return _with_whole(plan, Clause(NAMES, _groups(plan), any_group=plan.any_word))


def tiers(plan: QueryPlan, *, coarse: bool = False) -> list[Tier]:
    """Return the tiers of a plan that is not empty, best first. None holds what one before it holds.

    With `coarse` there are three at most, whole names, names, texts: each costs a pass over thousands.
    """
    found = _ordered(plan, coarse=coarse)
    return [Tier(name, _apart(wish, found[:place]), named) for place, (name, wish, named) in enumerate(found)]


def in_texts(plan: QueryPlan, *, coarse: bool = False) -> list[tuple[int, Tier]]:
    """Return the tiers of texts with their places among all, for a plan that no name holds any word of.

    Nothing of the others has to be taken out of them, which would be looked for in every text once more.
    """
    rows = [(place, row) for place, row in enumerate(_ordered(plan, coarse=coarse)) if not row[2]]
    return [
        (place, Tier(name, _apart(wish, [row for _, row in rows[:at]]), named))
        for at, (place, (name, wish, named)) in enumerate(rows)
    ]


def ordered(plan: QueryPlan) -> list[Tier]:
    """Return all tiers in order, for engines that take the first that holds a thing: their wishes overlap."""
    return [Tier(name, wish, named) for name, wish, named in _ordered(plan, coarse=False)]


def _ordered(plan: QueryPlan, *, coarse: bool) -> list[tuple[str, Wish, bool]]:
    found = _of_any_word(plan) if plan.any_word else _of_all_words(plan)
    if coarse:
        found = [row for row in found if row[0] in COARSE]
    return _mistaken_last(plan, found) if plan.mistaken else found


def _of_all_words(plan: QueryPlan) -> list[tuple[str, Wish, bool]]:
    groups = _groups(plan)
    phrase = _whole_phrase(plan)
    found: list[tuple[str, Wish, bool]] = []
    if plan.asked:
        found.append(("asked", Both(Clause(WORDS, plan.asked), Clause(WORDS, groups)), False))
    if plan.exact:
        whole = Clause(("exact",), (tuple(Phrase((token,)) for token in plan.exact),))
        entire = Clause(("exact",), (tuple(Phrase((token,)) for token in plan.entire or plan.exact),))
        best: Wish = Both(entire, Clause(NAMES[:1], groups))
        if plan.number:
            best = Either(best, Clause(("exact",), ((Phrase((plan.number,)),),)))
        found += [("whole", best, True), ("reading", whole, True)]
        start = Clause(("exact",), (tuple(Phrase((token,), prefix=True) for token in plan.begun or plan.exact),))
        found.append(("start", Both(start, Clause(WORDS, groups)), True))
    found += [("name", Clause(NAMES[:1], groups), True), ("keys", Clause(NAMES, groups), True)]
    if len(groups) > 1:
        found.append(("part", Both(Clause(NAMES, groups, any_group=True), Clause(WORDS, groups)), True))
    found.append(("lead", Clause(("text",), _led(groups)), False))
    if phrase is not None:
        found.append(("phrase", Clause(WORDS, ((phrase,),)), False))
    found.append(("text", Clause(WORDS, groups), False))
    return found


def _of_any_word(plan: QueryPlan) -> list[tuple[str, Wish, bool]]:
    """What holds all words but one, then what has one or some as its entire name, then what holds any."""
    groups = _groups(plan)
    named = Clause(NAMES[:1], groups, any_group=True)
    without: list[Wish] = [Clause(WORDS, (*groups[:place], *groups[place + 1 :])) for place in range(len(groups))]
    found: list[tuple[str, Wish, bool]] = [("most", reduce(Either, without), True)] if len(groups) > 2 else []
    if plan.entire:
        entire = Clause(("exact",), (tuple(Phrase((token,)) for token in plan.entire),))
        found.append(("whole", Both(entire, named), True))
    found += [
        ("name", named, True),
        ("keys", Clause(NAMES, groups, any_group=True), True),
    ]
    return [*found, ("text", Clause(WORDS, groups, any_group=True), False)]


def _mistaken_last(plan: QueryPlan, found: list[tuple[str, Wish, bool]]) -> list[tuple[str, Wish, bool]]:
    """Return the tiers with a last one: what holds the word only inside another's name, such as 京都 in 東京都.

    A thing that has the word in its own name is not mistaken because its text holds the longer one.
    """
    mistaken = {columns: Clause(columns, (plan.mistaken,)) for columns in (NAMES, WORDS)}
    kept = [
        (name, wish if name in BY_WHOLE else Without(wish, mistaken[NAMES if name in BY_NAME else WORDS]), named)
        for name, wish, named in found
    ]
    return [*kept, ("mistaken", Both(Clause(WORDS, _groups(plan)), mistaken[WORDS]), False)]


def _apart(wish: Wish, before: list[tuple[str, Wish, bool]]) -> Wish:
    """Return the wish without what the tiers before it hold; those that a later one of them holds are not said twice."""
    said = {name: earlier for name, earlier, _ in before}
    if "reading" in said:
        said.pop("whole", None)
    if "keys" in said:
        said.pop("name", None)
    if "part" in said:
        said.pop("keys")
    return Without(wish, reduce(Either, said.values())) if said else wish


def _with_whole(plan: QueryPlan, wish: Wish) -> Wish:
    return Either(wish, Clause(("exact",), (tuple(Phrase((token,)) for token in plan.exact),))) if plan.exact else wish


def _groups(plan: QueryPlan) -> tuple[tuple[Phrase, ...], ...]:
    return tuple(group.phrases for group in plan.groups)


def _led(groups: tuple[tuple[Phrase, ...], ...]) -> tuple[tuple[Phrase, ...], ...]:
    """The phrases of some groups in the short text that introduces a thing."""
    return tuple(
        tuple(Phrase(tuple(LEADING + token for token in phrase.tokens), phrase.prefix) for phrase in group)
        for group in groups
    )


def _whole_phrase(plan: QueryPlan) -> Phrase | None:
    """Return the words of a plan, as written, one after the other; None for one word and for words that are beginnings."""
    written = [group.phrases[0] for group in plan.groups]
    if len(written) < 2 or any(phrase.prefix for phrase in written[:-1]):
        return None
    return Phrase(tuple(token for phrase in written for token in phrase.tokens), prefix=written[-1].prefix)
