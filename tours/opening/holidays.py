"""Public holidays of Japan as the opening rules need them.

The law's rule kinds (substitute holidays and 国民の休日 between two holidays, e.g. 22 September 2026) come from
jpholiday; a city may add or strike days of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

import jpholiday


@lru_cache(maxsize=64)
def _national(year: int) -> Mapping[date, str]:
    """Return the national holidays of `year` by date."""
    return dict(jpholiday.year_holidays(year))


@dataclass(frozen=True, slots=True)
class HolidayCalendar:
    """National holidays with `overrides`: a name makes a day a holiday, None makes it an ordinary day."""

    overrides: Mapping[date, str | None] = field(default_factory=dict)

    def name(self, day: date) -> str | None:
        """Return the holiday's Japanese name on `day`, or None."""
        if day in self.overrides:
            return self.overrides[day]
        return _national(day.year).get(day)

    def is_holiday(self, day: date) -> bool:
        """Return whether `day` is a public holiday."""
        return self.name(day) is not None
