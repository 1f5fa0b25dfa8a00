"""The calendar that opening rules follow here: national holidays, and the city's own days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from cms import clock
from cms.memo import once
from cms.publishing.building import WINDOW_DAYS
from tours.models.holiday import HOLIDAY, CityHoliday
from tours.models.place import Place
from tours.opening import HolidayCalendar, OpeningRule, OpeningRuleError, from_json, windows


def calendar() -> HolidayCalendar:
    """Return the calendar as it is now: one query, remembered while one thing is built."""
    return once("tours.holidays", lambda: HolidayCalendar(_overrides()))


def touched_by(days: Iterable[date]) -> list[UUID]:
    """Return the published places whose stored windows depend on whether one of `days` is a holiday."""
    around, others = list(days), _overrides()
    found = Place.objects.filter(live=True, restricted=False).exclude(opening=None)
    return [
        uuid for uuid, rule in found.values_list("uuid", "opening") if any(_reacts(rule, day, others) for day in around)
    ]


def _overrides() -> dict[date, str | None]:
    rows = CityHoliday.objects.values_list("day", "counts_as", "name")
    return {day: name if counts_as == HOLIDAY else None for day, counts_as, name in rows}


def _reacts(stored: Any, day: date, others: dict[date, str | None]) -> bool:
    """Tell whether a rule's windows differ by what a day counts as; a rule that cannot be read has none."""
    try:
        rule: OpeningRule = from_json(stored)
    except OpeningRuleError:
        return False
    if not rule.known:
        return False
    start = clock.today() - timedelta(days=1)
    as_holiday = windows(rule, start, WINDOW_DAYS + 2, HolidayCalendar(others | {day: "休日"}))
    as_ordinary = windows(rule, start, WINDOW_DAYS + 2, HolidayCalendar(others | {day: None}))
    return list(as_holiday) != list(as_ordinary)
