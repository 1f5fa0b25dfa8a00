"""Accession numbers as their parts: 1985.34.2 is neither 1985.3.42 nor 1985.34.21, and P-000123 is P 123.

Letters and digits are parts of their own whatever stands between them, digits without the zeros before them. A number is
one token of its parts with a sign behind each, so that A205a begins A.205a, b and 1985.34.2 does not begin 1985.34.21.
"""

from __future__ import annotations

import re
from typing import Final

from cms.search.tokens.folding import fold

NUMBER: Final = "ᚾ"
"""Stands before the tokens of numbers that things are registered by."""

END: Final = "ᛁ"
"""Stands behind each part of one."""

_PART: Final = re.compile(r"\d+|[^\W\d_]+")
_HEXADECIMAL: Final = re.compile(r"[0-9a-f]{32}")
_MOST_PARTS: Final = 8


def parts(number: str) -> list[str]:
    """Return the parts of a number, folded; none where it has no digits or too many parts, and of a ucode."""
    folded = fold(number)
    found = [part.lstrip("0") or "0" if part.isdecimal() else part for part in _PART.findall(folded)]
    is_number = len(found) <= _MOST_PARTS and any(part.isdecimal() for part in found)
    return found if is_number and not _HEXADECIMAL.search(folded) else []


def token(found: list[str]) -> str:
    """Return some parts as one token; empty for none."""
    return NUMBER + "".join(part + END for part in found) if found else ""


def endings(number: str) -> list[str]:
    """Return a number and what is left of it without its first parts, of two and more: 1912,1012.0.3 of B.M. 1912,1012.0.3."""
    found = parts(number)
    return [token(found[place:]) for place in range(len(found) - 1) if any(map(str.isdecimal, found[place:]))]


def without_zeros(number: str) -> str:
    """Return a number without zeros before its digits: P-123 for P-000123."""
    return re.sub(r"(?<!\d)0+(?=\d)", "", number)
