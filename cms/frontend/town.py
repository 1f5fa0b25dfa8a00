"""What this installation's pages start from until a visitor says where they are."""

from __future__ import annotations

from typing import Final

STATION: Final = (35.0545, 134.0035)
"""Tsuyama Station, WGS84 degrees, from the spot file."""

KEEP_SLUG: Final = "tsuyama-tenshudai"
"""The place whose lost building the keep page shows when no site setting names another."""

NO_SIGHTS: Final = frozenset({"station", "public-facility", "festival", "transport", "area"})
"""Categories of place that nobody goes to see: left out where a page proposes what is near."""

SEASONS: Final = (
    "winter",
    "winter",
    "spring",
    "spring",
    "spring",
    "summer",
    "summer",
    "summer",
    "autumn",
    "autumn",
    "autumn",
    "winter",
)


def season(month: int) -> str:
    """Return the season of a month, 1-12, as weather services divide the year."""
    return SEASONS[month - 1]
