"""Light stems for words in Latin letters: plural, possessive, -ing and -ed, elided articles.

One set of rules serves English and French, because a French page shows English text where it has none of its own, and
its reader must find that too. Stems need not be words; they need to be the same on both sides.
"""

from __future__ import annotations

import re
from typing import Final

_VOWELS: Final = frozenset("aeiouy")
_SHORTEST: Final = 3
_ELIDED: Final = re.compile(r"^(?:l|d|j|n|s|c|m|t|qu|jusqu|lorsqu|puisqu|quoiqu)$")

STOP_WORDS: Final = frozenset(
    re.findall(
        r"\w+",
        "a an and are at by for from in into is it its of on or the to with "
        "au aux avec ce ces dans de des du en et la le les ou par pour sur un une",
    )
)
"""Words that a query may hold and a text need not: dropped from queries that hold any other word."""


QUESTION_WORDS: Final = frozenset(
    re.findall(
        r"\w+",
        "best can could do does did get go how i me my near see there thing things visit what when where which who will "
        "you your we our どこ おすすめ 어디 추천 곳 갈만한 갈 볼 할 있는 哪里 哪裏 推荐 推薦 "
        "a-t-il combien comment est je mon nous ou peut pres que quel quelle quels quelles quand qui quoi se faire y",
    )
)
"""Words of questions, folded as queries are: nobody who asks where to eat near the castle wants the page on which *where* stands."""


def is_elided(word: str) -> bool:
    """Whether a word before an apostrophe is only an elided article or pronoun: l', d', qu'."""
    return _ELIDED.match(word) is not None


def stem(word: str) -> str:
    """Return the stem of a folded Latin word; words with digits and words of up to three letters stay."""
    if len(word) <= _SHORTEST or not word.isascii() or not word.isalpha():
        return word
    return _without_final_vowel(_without_ending(_singular(word)))


def _singular(word: str) -> str:
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    if word.endswith(("eaux", "yaux", "eux", "oux")):
        return word[:-1]
    if word.endswith("aux") and len(word) > _SHORTEST + 1:
        return word[:-3] + "al"
    return word


def _without_ending(word: str) -> str:
    for ending in ("ing", "ed"):
        left = word.removesuffix(ending)
        if left != word and len(left) >= _SHORTEST and _VOWELS.intersection(left):
            doubled = len(left) > _SHORTEST and left[-1] == left[-2] and left[-1] not in "lsz"
            return left[:-1] if doubled else left
    return word


def _without_final_vowel(word: str) -> str:
    if len(word) > _SHORTEST and word.endswith("e"):
        word = word[:-1]
    if len(word) > _SHORTEST and word.endswith("y") and word[-2] not in _VOWELS:
        return word[:-1] + "i"
    return word
