"""Words that a visitor uses for what the city calls otherwise: お城 for 城, 珈琲 for コーヒー, hot spring for onsen.

The table is directed and small. It widens a query and never the index, so that a change needs no rebuilding. What is
shipped (`synonyms.csv`) is where staff start: they add their own and switch shipped ones off.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import islice, product
from typing import Final

from cms.search.tokens.folding import fold
from cms.search.tokens.stemming import stem

MOST_VARIANTS: Final = 6
MOST_CHOICES: Final = 24
"""Writings of one word that are looked at for those."""

_APOSTROPHES: Final = re.compile("['’ʼ]")


@dataclass(frozen=True, slots=True)
class Synonym:
    """Who asks for `term` means `also` too. `lang` is the language of the page, empty for every one."""

    lang: str
    term: str
    also: str


@dataclass(frozen=True, slots=True)
class _Known:
    """What a page's language knows: terms with what they mean too, those that may stand inside a word, and one of those."""

    whole: Mapping[str, tuple[str, ...]]
    inside: tuple[tuple[str, str], ...]
    any_inside: re.Pattern[str]


class Synonyms:
    """A table of synonyms, folded, in the order in which they are tried: longer terms first, so 祭り before 祭."""

    def __init__(self, rows: Iterable[Synonym]) -> None:
        folded = dict.fromkeys((row.lang, _spaced(row.term), fold(row.also).strip()) for row in rows)
        self._rows = tuple(sorted((row for row in folded if row[1] and row[1] != row[2]), key=lambda row: -len(row[1])))
        self.longest = max((len(term.split()) for _, term, _ in self._rows), default=1)
        """Words of the longest term: hot spring has two."""
        self._by_lang: dict[str, _Known] = {}

    def variants(self, folded: str, lang: str) -> tuple[str, ...]:
        """Return other writings of a folded query word, at most six; empty where the table knows none.

        In scripts without spaces terms are replaced inside the word, each alone and then, of terms that overlap the first,
        together (津山桜祭り -> 津山さくらまつり); a Latin term only as a whole.
        """
        known = self._known(lang)
        found = dict.fromkeys(known.whole.get(_spaced(folded), ()))
        inside: dict[str, list[str]] = {}
        for term, also in known.inside if not found and known.any_inside.search(folded) else ():
            already = term in also and also in folded  # 町並 in 町並み
            if term in folded and not already:
                inside.setdefault(term, [term]).append(also)
        found |= dict.fromkeys(folded.replace(term, also) for term, (_, *others) in inside.items() for also in others)
        if len(inside) > 1:
            stretches = re.split(f"({'|'.join(map(re.escape, inside))})", folded)
            choices = product(*(inside.get(stretch, [stretch]) for stretch in stretches))
            found |= dict.fromkeys("".join(choice) for choice in islice(choices, MOST_CHOICES))
        found.pop(folded, None)
        return tuple(found)[:MOST_VARIANTS]

    def has(self, folded: str, lang: str) -> bool:
        """Whether several words make one term, such as hot spring."""
        return _spaced(folded) in self._known(lang).whole

    def _known(self, lang: str) -> _Known:
        if lang not in self._by_lang:
            whole: dict[str, tuple[str, ...]] = {}
            known = [(term, also) for of, term, also in self._rows if of in {"", lang}]
            for term, also in known:
                whole[term] = (*whole.get(term, ()), also)
            inside = tuple((term, also) for term, also in known if not term.isascii())
            any_inside = re.compile("|".join(re.escape(term) for term, _ in inside) or r"(?!)")
            self._by_lang[lang] = _Known(whole, inside, any_inside)
        return self._by_lang[lang]


@cache
def shipped_rows() -> tuple[Synonym, ...]:
    """Return the synonyms that come with the program."""
    text = files(__package__).joinpath("synonyms.csv").read_text(encoding="utf-8")
    return tuple(Synonym(row["lang"], row["term"], row["also"]) for row in csv.DictReader(text.splitlines()))


@cache
def shipped() -> Synonyms:
    """Return the table that comes with the program."""
    return Synonyms(shipped_rows())


def _spaced(text: str) -> str:
    """A term without apostrophes and endings, so that hot springs and chutes d’eau are those of the table."""
    return " ".join(stem(word) for word in _APOSTROPHES.sub(" ", fold(text)).split())
