"""When a yearly event comes next, from the way in which its sources name the time."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Any, Final

from tours.opening.rule import WEEKDAYS

FIRST_DAY: Final = {"early": 1, "mid": 11, "late": 21}
LAST_DAY: Final = {"early": 10, "mid": 20, "late": 31}
"""上旬, 中旬, 下旬: the days of a month from and until which they are counted."""

Days = tuple[date, date]


def coming(rule: dict[str, Any], today: date) -> list[Days]:
    """Return the days of the next occurrence, the one that is on included; empty where only the month is known."""
    this_year = in_year(rule, today.year)
    if not this_year or this_year[-1][1] >= today:
        return this_year
    return in_year(rule, today.year + 1)


def in_year(rule: dict[str, Any], year: int) -> list[Days]:
    """Return first and last days of the occurrences in `year`, in order."""
    match rule["kind"]:
        case "period":
            return [(_edge(rule["from"], year, FIRST_DAY), _edge(rule["until"], year, LAST_DAY))]
        case "nth_weekday":
            first = _nth_weekday(year, rule["month"], WEEKDAYS.index(rule["weekday"]), rule["nth"])
            return [(first, first + timedelta(days=rule["days"] - 1))]
        case "several":
            return sorted(days for part in rule["rules"] for days in in_year(part, year))
        case _:
            return []


def _edge(part: dict[str, Any], year: int, days: dict[str, int]) -> date:
    return date(year, part["month"], min(days[part["part"]], monthrange(year, part["month"])[1]))


def _nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
