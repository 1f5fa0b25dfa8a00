"""A visitor's words as a plan that any engine can follow: all groups, any phrase of each.

The plan holds tokens only, letters and digits without exception, so that nothing a visitor types can be read as an
operator of a query language.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cms.languages import romaji
from cms.search.tokens.folding import fold
from cms.search.tokens.index import exact_term, sound_tokens
from cms.search.tokens.stemming import STOP_WORDS
from cms.search.tokens.synonyms import variants
from cms.search.tokens.words import Run, Script, bigrams, runs, tokens

LONGEST_QUERY: Final = 200
"""Characters of a query that count (contract.md 3); the view refuses longer ones, this module cuts them."""

MOST_GROUPS: Final = 12
_QUOTES: Final = "「」『』\"'“”‘’!?！？。、."


@dataclass(frozen=True, slots=True)
class Phrase:
    """Tokens that must follow each other; with `prefix`, the last one need only be the beginning of a token."""

    tokens: tuple[str, ...]
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """One word of the query: the ways to find it, best first, and how it was folded (for snippets)."""

    phrases: tuple[Phrase, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QueryPlan:
    """What to look for. A document must hold one phrase of every group; `exact` tokens only lift whole names."""

    groups: tuple[Group, ...]
    exact: tuple[str, ...]
    scripts: frozenset[Script]

    @property
    def is_empty(self) -> bool:
        """Whether the query holds nothing to look for (punctuation, emoji): the answer is no result, not an error."""
        return not self.groups


@dataclass(frozen=True, slots=True)
class _Word:
    """One word of the query: its runs, and the kana that it is, or is the romaji of; empty for any other."""

    runs: tuple[Run, ...]
    kana: str = ""

    @property
    def joined(self) -> str:
        return "".join(run.text for run in self.runs)


def query_plan(query: str) -> QueryPlan:
    """Return the plan for what a visitor typed, in any of our languages, whatever the page's language. Never raises."""
    words = _without_stop_words([word for part in query[:LONGEST_QUERY].split() if (word := _word(part)).runs])
    words = words[:MOST_GROUPS]
    groups = tuple(_group(word) for word in words)
    return QueryPlan(groups, _exact(words), frozenset(run.script for word in words for run in word.runs))


def _word(part: str) -> _Word:
    found = runs(fold(part))
    bare = part.strip(_QUOTES)
    if romaji.is_kana(bare):
        return _Word(found, bare)
    if len(found) == 1 and found[0].script is Script.LATIN:
        return _Word(found, romaji.to_kana(found[0].text) or "")
    return _Word(found)


def _without_stop_words(words: list[_Word]) -> list[_Word]:
    return [word for word in words if word.joined not in STOP_WORDS] or words


def _group(word: _Word) -> Group:
    """The word as written, as its synonyms, and by its sound where it is kana or romaji."""
    written = [word.runs, *(runs(variant) for variant in variants(word.joined))]
    phrases = [phrase for form in written for phrase in _phrases(form)]
    sounds = sound_tokens(word.kana)[:-1]
    if sounds:
        phrases.append(Phrase(sounds))
    return Group(tuple(dict.fromkeys(phrases)), tuple("".join(run.text for run in form) for form in written))


def _phrases(form: tuple[Run, ...]) -> tuple[Phrase, ...]:
    """The tokens of the runs in order, and a compound like Hongen-ji also as one word.

    The last character of a run counts alone only where another run follows, for the text may go on behind it.
    """
    if not form:
        return ()
    *before, last = form
    leading = [token for run in before for token in tokens(run)]
    if last.is_bigrams:
        pairs = bigrams(last.text)
        return (Phrase((*leading, *pairs)) if pairs else Phrase((*leading, last.text), prefix=True),)
    if len(last.parts) > 1:
        *parts, compound = tokens(last)
        return (Phrase((*leading, *parts)), Phrase((*leading, compound)))
    return (Phrase((*leading, *tokens(last))),)


def _exact(words: list[_Word]) -> tuple[str, ...]:
    """The whole query as one token: as typed, by synonyms and by sound."""
    found = [exact_term(run for word in words for run in word.runs)]
    found += [exact_term(runs(variant)) for variant in variants("".join(word.joined for word in words))]
    if words and all(word.kana for word in words):
        found.append(romaji.sound("".join(word.kana for word in words)))
    return tuple(dict.fromkeys(token for token in found if token))
