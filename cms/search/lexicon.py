"""What this installation knows about words: synonyms that staff edit, names of its glossary, and the words of all names."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Max

from cms.languages.readings import surfaces
from cms.search.models import SearchSynonym, SearchWord
from cms.search.tokens import Lexicon, Synonym, Synonyms, Vocabulary, fold, shipped_rows
from cms.search.tokens.lexicon import PREFECTURES

LONGEST_NAME = 4
"""Names of the glossary up to so many characters may be mistaken for a part of longer words."""


KEPT_SECONDS = 5
"""A change made in another process is known here after so long at the latest, one made in this process at once."""

KEY = "search-lexicon"


def lexicon() -> Lexicon:
    """Return what is known, read every few seconds in two statements and made anew only where something has changed."""
    names, rows = cache.get_or_set(KEY, _read, KEPT_SECONDS) or _read()
    return _lexicon(names, rows)


def forget(**signal: Any) -> None:
    """Read anew at the next search; called after every change of a synonym or a reading."""
    cache.delete(KEY)


def _read() -> tuple[tuple[str, ...], tuple[tuple[str, str, str, bool], ...]]:
    return surfaces(), tuple(SearchSynonym.objects.values_list("lang", "term", "also", "active"))


def vocabulary() -> Vocabulary:
    """Return the words of names, read anew where there are more than before."""
    state = SearchWord.objects.aggregate(last=Max("pk"), words=Count("pk"))
    last = SearchWord.objects.filter(pk=state["last"]).values_list("word", flat=True).first()
    return _vocabulary(state["last"], state["words"], last)


@lru_cache(maxsize=2)
def _lexicon(names: tuple[str, ...], rows: tuple[tuple[str, str, str, bool], ...]) -> Lexicon:
    short = (name for name in names if 1 < len(name) <= LONGEST_NAME)
    off = {(fold(term), fold(also)) for _, term, also, active in rows if not active}
    own = [Synonym(lang, term, also) for lang, term, also, active in rows if active]
    shipped = [row for row in shipped_rows() if (fold(row.term), fold(row.also)) not in off]
    return Lexicon(Synonyms([*own, *shipped]), (*PREFECTURES, *short))


@lru_cache(maxsize=2)
def _vocabulary(last: int | None, words: int, word: str | None) -> Vocabulary:
    return Vocabulary(dict(SearchWord.objects.order_by("pk").values_list("word", "written")))
