"""What is asked of the catalogue: words, names, readings, romaji, numbers and years, sorted by how many they find."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import Final

from tests.bench.catalogue import ERAS, LOOKS, PLACES, TYPES, objects, words

FEW: Final = 2_000
MANY: Final = 10_000
PATIENCE: Final = 5


@dataclass(frozen=True, slots=True)
class Questions:
    """Queries that find 1 to FEW objects, more, and above MANY, where counting ends."""

    few: tuple[str, ...]
    between: tuple[str, ...]
    many: tuple[str, ...]
    most_of_few: int

    @property
    def all(self) -> tuple[str, ...]:
        """Return all of them, the kinds mixed."""
        longest = max(len(self.few), len(self.between), len(self.many))
        columns = (self.few, self.between, self.many)
        return tuple(row[place] for place in range(longest) for row in columns if place < len(row))


def candidates() -> list[str]:
    """Return what may be asked, the same for every run."""
    known = words()
    asked = [known[place] for place in (0, 1, 2, 4, 8, 15, 30, 60, 100, 200, 400, 800, 1500, 2500, 4000, 5500)]
    asked += [f"{known[a]} {known[b]}" for a, b in ((0, 1), (3, 9), (20, 40), (5, 300), (70, 71))]
    asked += [kind for row in TYPES[:8] for kind in row[:2]] + ["tea bowl", "armour", "chawan", "kakejiku", "inrou"]
    asked += [place for row in PLACES[:4] for place in row] + ["bizen", "tsuyama", "津山 茶碗", "備前 太刀"]
    asked += [f"{place[0]}{look[0]}" for place, look in zip(PLACES, LOOKS, strict=False)]
    asked += [f"{era}{year}年" for era, _, years in ERAS for year in (9, years - 1)] + ["1604年", "慶長", "Meiji 42"]
    found = list(islice(objects(400), 0, 400, 40))
    asked += [row.name for row in found[:4]] + [row.full["accession_number"] for row in found[4:6]]
    asked += [row.name[-6:] for row in found[6:]] + ["に用いた", "工芸", "銘", "鶴", "k-0000"]
    return list(dict.fromkeys(asked))


def sorted_out(lang: str = "ja") -> Questions:
    """Return the queries by how many they find here; those that find nothing are left out."""
    totals = {asked: _total(lang, asked) for asked in candidates()}
    few = tuple(asked for asked, total in totals.items() if 0 < total <= FEW)
    between = tuple(asked for asked, total in totals.items() if FEW < total <= MANY)
    many = tuple(asked for asked, total in totals.items() if total > MANY)
    return Questions(few, between, many, max((totals[asked] for asked in few), default=0))


def _total(lang: str, asked: str) -> int:
    """Return how many an engine finds; one that is cold may give up on a question once."""
    from cms.search.elasticsearch.degrading import forget
    from cms.search.engines import engine
    from cms.search.selectors import search

    for _ in range(PATIENCE):
        page = search(lang, asked, limit=1)
        if page.engine == engine().name:
            return sum(page.facets.kinds.values())
        forget()
    raise AssertionError(f"{asked}: answered by {page.engine} {PATIENCE} times")
