"""Spans of years as people write them: 1603-1868, 1603, 慶長, 慶長9年, 江戸時代."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from cms import clock
from cms.languages import era

PERIODS: Final[dict[str, tuple[int, int]]] = {
    "奈良": (710, 794),
    "平安": (794, 1185),
    "鎌倉": (1185, 1333),
    "室町": (1336, 1573),
    "安土桃山": (1573, 1603),
    "江戸": (1603, 1868),
}
"""Periods that are no eras, by the years that schoolbooks give them."""

_DASHES: Final = re.compile(r"\s*[-‐‑‒–—−~〜～ー]\s*")


def by_years(text: str) -> tuple[int, int]:
    """Return the first and last year of `1603-1868`, of one year, or of a Japanese era; raise ValueError."""
    span = re.fullmatch(r"([0-9]{1,4})(?:-([0-9]{1,4}))?", text)
    if span is None:
        found = era.by_name(text)
        return found.first_year, found.last_year or clock.today().year
    first, last = int(span[1]), int(span[2] or span[1])
    if last < first:
        raise ValueError(text)
    return first, last


def as_written(text: str) -> tuple[int, int]:
    """Return what a visitor means: `by_years` with any dash and width, a period, or one year of an era; raise ValueError."""
    normal = unicodedata.normalize("NFKC", text).strip()
    period = PERIODS.get(normal.removesuffix("時代"))
    if period is not None:
        return period
    try:
        return by_years(_DASHES.sub("-", normal.removesuffix("年") if normal[:1].isascii() else normal))
    except ValueError:
        western = era.parse(normal).western
        return western, western
