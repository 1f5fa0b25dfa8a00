"""Other ways to write the words of a query, for queries that find nothing: unfinished, parted, joined, with endings, with
numbers in letters, with the other consonant that Korean writes a Japanese k, t or ch with at the beginning of a word (캇파, 갓파).

What is here would bring too much if it were always looked for. It adds phrases to the groups of a plan, so it costs one
more question whatever the query.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import Final

from cms.languages import romaji
from cms.search.tokens.folding import other_initial
from cms.search.tokens.index import ENTIRE, sound_tokens
from cms.search.tokens.numerals import in_words, other_numeral, stretches
from cms.search.tokens.query import Group, Phrase, QueryPlan
from cms.search.tokens.stemming import stem
from cms.search.tokens.words import bigrams

_UNFINISHED: Final = 3
_PARTED: Final = 3
"""Letters of the shortest beginning that is completed, and of the shortest part of a word that is written as two."""

_LATIN: Final = re.compile(r"[a-z0-9]+")
_SPELLINGS: Final = (
    (re.compile(r"([aou])e"), r"\1"),  # Muenchen
    (re.compile(r"aa"), "a"),  # Aarhus
    (re.compile(r"dj"), "d"),  # Djordje
    (re.compile(r"(?<=[a-z])oh(?![aeiouy])"), "o"),  # Inoh
)
"""What stands for letters that one has no keys for, or for a long vowel: ü, å, đ, ō."""

_OPEN_N: Final = re.compile(r"(?<=[aiueo])n(?=[aiueoy])")
_MOST_N: Final = 4
_ARTICLES: Final = re.compile(r"^[cdjlmnst](?=[aeiouyh]\w{3})")
_SELLERS: Final = re.compile(r"(?<=..)(?:屋さん|屋|専門店|店)$")
"""What Japanese calls those who sell something: うどん屋. No text of a dish says it."""

_PARTICLES: Final = re.compile(
    r"(?<=..)들?(?:에서는|에서도|에서|에게|에는|에도|에|으로|로|까지|부터|보다|처럼|이랑|랑|하고|의|은|는|이|가|을|를|와|과|도|만)$"
)
"""Endings that Korean writes on a word: 쓰야마성에서, at Tsuyama Castle."""


def loosened(plan: QueryPlan) -> QueryPlan | None:
    """Return the plan with more ways to find each word; None where there are none."""
    words = [group.words[0] for group in plan.groups]
    found = [_other_writings(word, last=place == len(words) - 1) for place, word in enumerate(words)]
    for place, (one, other) in enumerate(pairwise(words)):
        if _LATIN.fullmatch(one) and _LATIN.fullmatch(other):  # round house
            joined = Phrase((stem(one + other),))
            found[place].append(joined)
            found[place + 1].append(joined)
    if not any(found):
        return None
    groups = (
        Group(tuple(dict.fromkeys((*group.phrases, *more))), group.words)
        for group, more in zip(plan.groups, found, strict=True)
    )
    bare = "".join(_PARTICLES.sub("", word) for word in words)
    return replace(
        plan,
        groups=tuple(groups),
        exact=tuple(dict.fromkeys((*plan.exact, bare))),
        entire=tuple(dict.fromkeys((*plan.entire, ENTIRE + bare))),
        begun=tuple(dict.fromkeys((*plan.begun, bare))),
    )


def _other_writings(word: str, *, last: bool) -> list[Phrase]:
    if _LATIN.fullmatch(word):
        found = [Phrase((word,), prefix=True)] if last and len(word) >= _UNFINISHED else []
        plain = (spelling.sub(letter, word) for spelling, letter in _SPELLINGS)
        found += [Phrase((stem(other),)) for other in plain if other != word]
        found += _with_other_numerals(word)
        if (bare := _ARTICLES.sub("", word)) != word:  # letranger
            found.append(Phrase((stem(bare),)))
        found += _with_n(word)
        cuts = range(_PARTED, len(word) - _PARTED + 1)
        return [*found, *(Phrase((stem(word[:cut]), stem(word[cut:]))) for cut in cuts)]  # hotpot
    bare = _PARTICLES.sub("", _SELLERS.sub("", word))
    found = [Phrase(bigrams(bare))] if bare != word else []
    if (other := other_initial(bare)) != bare and len(other) > 1:
        found.append(Phrase(bigrams(other)))
    return found


def _with_other_numerals(word: str) -> list[Phrase]:
    """A word of letters and digits as it may be written apart (12v as 12 verso), its numbers in letters (3-foot, 8, viii)."""
    parts = stretches(word)
    is_apart = len(parts) > 1
    spoken = [token for part in parts for token in in_words(part) or (part,)]
    roman = [((not is_apart or part.isdecimal()) and other_numeral(part)) or part for part in parts]
    found = [tuple(map(stem, form)) for form in (parts, spoken, roman)]
    is_begun = is_apart and parts[-1].isalpha() and len(parts[-1]) < _UNFINISHED
    return [Phrase(form, prefix=is_begun) for form in dict.fromkeys(found) if is_apart or form != found[0]]


def _with_n(word: str) -> list[Phrase]:
    """The sounds of a romaji word in which an n before a vowel or y closes a syllable: kenya as けんや, shinichi as しんいち."""
    places = [match.end() for match in _OPEN_N.finditer(word)][:_MOST_N]
    kana = (romaji.to_kana(f"{word[:place]}'{word[place:]}") for place in places)
    return [Phrase(sounds[:-1]) for said in kana if said and len(sounds := sound_tokens(said)) > 1]


__all__ = ["loosened"]
