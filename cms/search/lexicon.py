"""What this installation knows about words: synonyms that staff edit, names of its glossary, and the words of all names."""

from __future__ import annotations

from functools import lru_cache

from django.db.models import Count, Max

from cms.languages.readings import surfaces
from cms.search.models import SearchWord
from cms.search.tokens import Lexicon, Synonyms, Vocabulary, shipped_rows
from cms.search.tokens.lexicon import PREFECTURES

LONGEST_NAME = 4
"""Names of the glossary up to so many characters may be mistaken for a part of longer words."""


def lexicon() -> Lexicon:
    """Return what is known now, in one statement; made anew only where something has changed."""
    return _lexicon(surfaces())


def vocabulary() -> Vocabulary:
    """Return the words of names, read anew where there are more than before."""
    state = SearchWord.objects.aggregate(last=Max("pk"), words=Count("pk"))
    last = SearchWord.objects.filter(pk=state["last"]).values_list("word", flat=True).first()
    return _vocabulary(state["last"], state["words"], last)


@lru_cache(maxsize=2)
def _lexicon(names: tuple[str, ...]) -> Lexicon:
    short = (name for name in names if 1 < len(name) <= LONGEST_NAME)
    return Lexicon(Synonyms(shipped_rows()), (*PREFECTURES, *short))


@lru_cache(maxsize=2)
def _vocabulary(last: int | None, words: int, word: str | None) -> Vocabulary:
    return Vocabulary(dict(SearchWord.objects.order_by("pk").values_list("word", "written")))
