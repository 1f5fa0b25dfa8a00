"""Numbers as titles write them: Composition VIII, Louis XIV, Thirty-six Views. For queries only, never for the index."""

from __future__ import annotations

import re
from typing import Final

_LARGEST: Final = 39
"""Kings, volumes and opus numbers end here; longer Roman numerals are years."""

_ONES: Final = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
_ROMAN: Final = {"x" * (number // 10) + _ONES[number % 10]: str(number) for number in range(1, _LARGEST + 1)}
_FROM_DIGITS: Final = {digits: roman for roman, digits in _ROMAN.items()}
_SPOKEN: Final = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS: Final = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_STRETCHES: Final = re.compile(r"\d+|[a-z]+")


def other_numeral(folded: str) -> str:
    """Return a number of up to 39 in Roman letters, or Roman letters in digits; empty for any other word."""
    return _FROM_DIGITS.get(folded) or _ROMAN.get(folded) or ""


def in_words(folded: str) -> tuple[str, ...]:
    """Return the English words of a number from 1 to 100: 36 as thirty and six; none for any other word."""
    if not folded.isascii() or not folded.isdecimal() or len(folded) > 3 or not 0 < int(folded) <= 100:
        return ()
    number = int(folded)
    if number == 100:
        return ("hundred",)
    if number < len(_SPOKEN):
        return (_SPOKEN[number],)
    tens, ones = divmod(number, 10)
    return (_TENS[tens - 2], *((_SPOKEN[ones],) if ones else ()))


def stretches(folded: str) -> list[str]:
    """Return the letters and digits that a Latin word is written of, apart: 12v as 12 and v."""
    return _STRETCHES.findall(folded)


__all__ = ["in_words", "other_numeral", "stretches"]
