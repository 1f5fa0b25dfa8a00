"""Finding records by what a person of the admin types, for lists and choosers."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from typing import Any, Final
from uuid import UUID

from django.db.models import Q

from cms.languages.table import CODES
from cms.records.kinds import kinds
from cms.records.models import Record

Finder = Callable[[str], Iterable[UUID]]
_FINDERS: Final[list[Finder]] = []
MOST = 500
"""How many records a search in the admin considers."""


def add_finder(finder: Finder) -> None:
    """Let the search engine answer what a person typed in a chooser or list; called once, in `AppConfig.ready`."""
    if finder not in _FINDERS:
        _FINDERS.append(finder)


def named(query: str) -> list[UUID]:
    """Return the records whose title, name in any language or reading holds the words of `query`, drafts included."""
    words = unicodedata.normalize("NFKC", query).split()
    found: dict[UUID, None] = dict.fromkeys(uuid for finder in _FINDERS for uuid in finder(query))
    titles = Q()
    for word in words:
        titles &= Q(title__icontains=word)
    found.update(dict.fromkeys(Record.objects.filter(titles).values_list("uuid", flat=True)[:MOST]))
    for kind in kinds():
        model: Any = kind.model()
        if kind.finder is None:
            found.update(dict.fromkeys(model.objects.filter(_says(words)).values_list("uuid", flat=True)[:MOST]))
    return list(found)[:MOST]


def _says(words: Iterable[str]) -> Q:
    """Every word stands in the reading or in the name of some language."""
    condition = Q()
    for word in words:
        names = Q(reading__icontains=_hiragana(word))
        for code in CODES:
            names |= Q(**{f"name__{code}__text__icontains": word})
        condition &= names
    return condition


def _hiragana(word: str) -> str:
    return "".join(chr(ord(letter) - 0x60) if "ァ" <= letter <= "ヶ" else letter for letter in word)
