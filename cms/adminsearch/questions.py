"""What a person typed as conditions on objects, and what each object is worth under them.

Every word is a set of keys found by the token table, so that sets combine as the database combines conditions: any
query of Wagtail's, whatever its nesting, is one statement over the objects' own table with its filters and ordering.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import add, and_, or_
from typing import Any, Final

from django.db.models import Case, FloatField, Model, Q, Value, When
from django.db.models.expressions import Combinable, RawSQL
from modelsearch.query import And, Boost, Fuzzy, MatchAll, Not, Or, Phrase, PlainText

from cms.adminsearch.keeping import key_field, root_type
from cms.adminsearch.tables import TEXTS, TOKENS, dialect
from cms.adminsearch.texts import typed_words
from cms.search.tokens import Group, query_plan, suggestion_prefixes
from cms.search.tokens.query import Phrase as Tokens
from cms.search.tokens.tiers import Clause, Wish
from cms.search.tokens.words import bigrams

WHOLE: Final = 9.0
BEGINNING: Final = 4.0
"""What a whole name, and the beginning of one, are worth where a word in an ordinary field is worth 1."""

NOTHING: Final = Q(pk__in=[])
WORDS: Final = ("name", "keys")
TYPED: Final = ("name", "keys", "text")


@dataclass(frozen=True, slots=True)
class Meaning:
    """Which objects a question means, and the terms of what each is worth; the worth of none is 0."""

    condition: Q
    worth: tuple[Combinable, ...] = ()

    @property
    def score(self) -> Combinable:
        """Return the worth as one expression, a float."""
        return reduce(add, self.worth, Value(0.0, output_field=FloatField()))


@dataclass(frozen=True, slots=True)
class Scope:
    """Where to look: the objects of a model, in fields that are searched or completed, in all of them or some."""

    model: type[Model]
    completing: bool = False
    fields: tuple[str, ...] = ()
    boosts: tuple[float, ...] = field(default=(1.0,))

    def found(self, wish: Wish, *, boost: float | None = None) -> Q:
        """Return the condition that an object is one of those with a text that fulfils a wish."""
        kept = dialect()
        conditions = ["e.content_type_id = %s", "e.completed" if self.completing else "e.searched"]
        parameters: list[Any] = [root_type(self.model)]
        if self.fields:
            conditions.append(f"e.field IN ({', '.join(['%s'] * len(self.fields))})")
            parameters += self.fields
        if boost is not None:
            conditions.append("e.boost = %s")
            parameters.append(boost)
        matching = kept.matching(TOKENS, wish)
        sql = (
            f"SELECT {_key(self.model)} FROM {matching.source} i {kept.joined} {TEXTS} e ON e.id = i.{kept.number} "  # noqa: S608
            f"WHERE {matching.condition} AND {' AND '.join(conditions)}"
        )
        return Q(pk__in=RawSQL(sql, [*matching.parameters, *parameters]))  # noqa: S611


def meaning(query: Any, scope: Scope) -> Meaning:
    """Return what a query of Wagtail's means; `Fuzzy` is read as plain text, for our folding takes its place."""
    if isinstance(query, MatchAll):
        return Meaning(Q(pk__isnull=False))
    if isinstance(query, PlainText | Fuzzy):
        found = _plain(query.query_string, scope, any_word=query.operator == "or")
        return _boosted(found, getattr(query, "boost", 1.0))
    if isinstance(query, Phrase):
        return _phrase(query.query_string, scope)
    if isinstance(query, Boost):
        return _boosted(meaning(query.subquery, scope), query.boost)
    if isinstance(query, Not):
        return Meaning(~meaning(query.subquery, scope).condition)
    if isinstance(query, And | Or):
        parts = [meaning(part, scope) for part in query.subqueries]
        glue = and_ if isinstance(query, And) else or_
        return Meaning(
            reduce(
                glue, (part.condition for part in parts), Q(pk__isnull=False) if isinstance(query, And) else NOTHING
            ),
            tuple(term for part in parts for term in part.worth),
        )
    raise NotImplementedError(f"{type(query).__name__} is not a query that the admin's search knows")


def _plain(text: str, scope: Scope, *, any_word: bool) -> Meaning:
    """Every word, or any, in some field; or the whole of it as a name."""
    plan = query_plan(text)
    if plan.is_empty:
        return Meaning(NOTHING)
    wishes = [Clause(WORDS, (group.phrases,)) for group in plan.groups]
    if scope.completing:
        wishes[-1] = Clause(TYPED, (_begun(text, plan.groups[-1]),))
    found = [scope.found(wish) for wish in wishes]
    condition = reduce(or_ if any_word else and_, found)
    worth = [_if(scope.found(wish, boost=boost), boost) for wish in wishes for boost in scope.boosts]
    whole = _any(plan.exact)
    begun = _any((*plan.exact, *suggestion_prefixes(text)), prefix=True)
    if whole is not None and not any_word:
        named = scope.found(whole)
        condition |= named
        worth.append(_if(named, WHOLE))
    if begun is not None and not any_word:
        beginning = scope.found(begun)
        condition = condition | beginning if scope.completing else condition
        worth.append(_if(beginning, BEGINNING))
    return Meaning(condition, tuple(worth))


def _phrase(text: str, scope: Scope) -> Meaning:
    """The words one after the other in one field."""
    groups = [group.phrases[0] for group in query_plan(text).groups]
    if not groups:
        return Meaning(NOTHING)
    phrase = Tokens(tuple(token for part in groups for token in part.tokens), prefix=groups[-1].prefix)
    wish = Clause(WORDS, ((phrase,),))
    return Meaning(scope.found(wish), tuple(_if(scope.found(wish, boost=boost), boost) for boost in scope.boosts))


def _begun(text: str, last: Group) -> tuple[Tokens, ...]:
    """Return the last word as it stands, as the beginning of one, and by how the part that is readable sounds."""
    word = text.rsplit(maxsplit=1)[-1]
    letters = tuple(typed_words(word))[-1:]
    sounds = [sound for sound in suggestion_prefixes(word) if "ァ" <= sound[0] <= "ヺ"]
    return (
        *last.phrases,
        *(Tokens((letter,), prefix=True) for letter in letters),
        *(Tokens(bigrams(sound)) for sound in sounds if len(sound) > 1),
    )


def _any(tokens: Iterable[str], *, prefix: bool = False) -> Wish | None:
    phrases = tuple(Tokens((token,), prefix=prefix) for token in dict.fromkeys(tokens))
    return Clause(("exact",), (phrases,)) if phrases else None


def _if(condition: Q, worth: float) -> Case:
    return Case(When(condition, then=Value(worth)), default=Value(0.0), output_field=FloatField())


def _boosted(found: Meaning, boost: float) -> Meaning:
    if boost == 1:
        return found
    return Meaning(
        found.condition, tuple(term * Value(float(boost), output_field=FloatField()) for term in found.worth)
    )


def boosts(fields: Sequence[Any]) -> tuple[float, ...]:
    """Return the different boosts of some search fields, related ones included."""
    found = {1.0}
    for declared in fields:
        found.add(float(getattr(declared, "boost", None) or 1.0))
        found.update(boosts(getattr(declared, "fields", None) or ()))
    return tuple(sorted(found, reverse=True))


def _key(model: type[Model]) -> str:
    kind = key_field(model).get_internal_type()
    if kind.endswith(("AutoField", "IntegerField")):
        return "CAST(e.object_id AS bigint)"
    if kind == "UUIDField" and dialect().name == "postgresql":
        return "CAST(e.object_id AS uuid)"
    return "e.object_id"
