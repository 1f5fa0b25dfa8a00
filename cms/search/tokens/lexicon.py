"""What an installation knows about words, beside the tokens: synonyms, and names that other words only seem to be in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from cms.languages import romaji
from cms.search.tokens.folding import fold
from cms.search.tokens.synonyms import Synonyms, shipped

PREFECTURES: Final = (
    "東京", "京都", "大阪", "北海道", "青森", "岩手", "宮城", "秋田", "山形", "福島", "茨城", "栃木", "群馬", "埼玉", "千葉", "神奈川",
    "新潟", "富山", "石川", "福井", "山梨", "長野", "岐阜", "静岡", "愛知", "三重", "滋賀", "兵庫", "奈良", "和歌山", "鳥取", "島根",
    "岡山", "広島", "山口", "徳島", "香川", "愛媛", "高知", "福岡", "佐賀", "長崎", "熊本", "大分", "宮崎", "鹿児島", "沖縄",
)  # fmt: skip
"""Names that a longer one begins with in every city; those of the installation are in its glossary of readings."""

BEHIND_NAMES: Final = frozenset(
    ("都", "道", "府", "県", "市", "区", "町", "村", "郡", "城", "寺", "神社", "宮", "駅", "港", "川", "橋", "湖", "島", "園", "公園", "館")
)  # fmt: skip
"""What stands behind the name of a place and makes another one of it."""

MOST_MISTAKEN: Final = 8


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`names` are words that stand for themselves: where 津山 is one, the 山城 in 津山城 is no castle on a mountain."""

    synonyms: Synonyms = field(default_factory=shipped)
    names: tuple[str, ...] = (*PREFECTURES, "津山")

    def mistaken(self, folded: str) -> tuple[str, ...]:
        """Return the longer words in which a folded one begins inside a name: 京都 in 東京都, 山城 in 津山城 and 岡山城.

        Where kana follow what they share, it is a word of its own: the 城の模型 in 津山城の模型 is the one that is meant.
        """
        shared = (place for place in range(1, len(folded)) if not romaji.is_kana(folded[place]))
        return self._longer(folded, shared)

    def certainly_mistaken(self, folded: str) -> tuple[str, ...]:
        """Return those of the longer words in which a name is followed by what names are followed by: 津山 and 城.

        国分寺 in 美作国分寺 is not one of them, though 美作国 is a name.
        """
        return self._longer(folded, (place for place in range(1, len(folded)) if folded[place:] in BEHIND_NAMES))

    def _longer(self, folded: str, shared: Iterable[int]) -> tuple[str, ...]:
        endings = _endings(self.names)
        found = dict.fromkeys(name + folded[place:] for place in shared for name in endings.get(folded[:place], ()))
        return tuple(found)[:MOST_MISTAKEN]


@lru_cache(maxsize=4)
def _endings(names: tuple[str, ...]) -> dict[str, list[str]]:
    """The names by what they may share with a word: each of their endings but the whole. A glossary may hold thousands."""
    found: dict[str, list[str]] = {}
    for name in dict.fromkeys(map(fold, names)):
        for place in range(1, len(name)):
            found.setdefault(name[place:], []).append(name)
    return found


DEFAULT: Final = Lexicon()
