"""What this installation knows about words: synonyms that staff edit, names of its glossary, and the words of all names."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final

from django.core.cache import cache
from django.db.models import Q
from django.db.models.functions import Length

from cms.languages.readings import surfaces
from cms.search.models import SearchSynonym, SearchWord
from cms.search.tokens import Known, Lexicon, Synonym, Synonyms, Vocabulary, fold, shipped_rows
from cms.search.tokens.lexicon import PREFECTURES

LONGEST_NAME = 4
"""Names of the glossary up to so many characters may be mistaken for a part of longer words."""


MOST_ALIKE: Final = 4_000
"""Words that are compared with one that no name has."""

LAST: Final = "\U0010ffff"

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


class _Words:
    """The words of names as the database keeps them, looked up by how they begin and end."""

    def holds(self, folded: str) -> bool:
        """Return whether it is one of them."""
        return SearchWord.objects.filter(word=folded).exists()

    def alike(self, beginning: str, ending: str, lengths: range) -> Iterable[Known]:
        """Return the words of these lengths that begin with the one or end with the other, the first MOST_ALIKE of them."""
        backwards = ending[::-1]
        near = Q(word__gte=beginning, word__lt=beginning + LAST) | Q(
            backwards__gte=backwards, backwards__lt=backwards + LAST
        )
        rows = SearchWord.objects.annotate(long=Length("word")).filter(
            near, long__gte=lengths.start, long__lt=lengths.stop
        )
        return [Known(*row) for row in rows.values_list("pk", "word", "written")[:MOST_ALIKE]]


VOCABULARY: Final = Vocabulary(_Words())


@lru_cache(maxsize=2)
def _lexicon(names: tuple[str, ...], rows: tuple[tuple[str, str, str, bool], ...]) -> Lexicon:
    short = (name for name in names if 1 < len(name) <= LONGEST_NAME)
    off = {(fold(term), fold(also)) for _, term, also, active in rows if not active}
    own = [Synonym(lang, term, also) for lang, term, also, active in rows if active]
    shipped = [row for row in shipped_rows() if (fold(row.term), fold(row.also)) not in off]
    return Lexicon(Synonyms([*own, *shipped]), (*PREFECTURES, *short))
