"""Time drawn as a line: today's opening hours and the year's events. Always beside the same facts in words, never instead of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext as _

from cms.clock import TOKYO
from cms.frontend.states import dates_of
from cms.languages.formats import listing, time_text

DAY_WIDTH = 360
YEAR_WIDTH = 120
FIRST_HOUR = 6
SPRING = (3, 4)
"""Months in which a bar is drawn in cherry."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of a rail, in the units of its drawing."""

    x: float
    width: float
    season: bool = False


@dataclass(frozen=True, slots=True)
class DayRail:
    """Today from six to twenty-four: when it is open and where we are; `label` says the same in words."""

    bars: tuple[Bar, ...]
    now: float | None
    label: str


@dataclass(frozen=True, slots=True)
class YearRail:
    """Twelve months with a bar for every event; `month` is the current one, 1-12."""

    bars: tuple[Bar, ...]
    now: float
    month: int
    label: str


def day_rail(windows: Sequence[Sequence[int | None]], *, at: datetime, language: str) -> DayRail | None:
    """Return today's rail from windows in epoch seconds; None when nothing opens today."""
    local = at.astimezone(TOKYO)
    start = datetime.combine(local.date(), time(FIRST_HOUR), tzinfo=TOKYO)
    end = datetime.combine(local.date() + timedelta(days=1), time(0), tzinfo=TOKYO)
    spans = [
        (max(datetime.fromtimestamp(opens, TOKYO), start), min(datetime.fromtimestamp(closes, TOKYO), end))
        for opens, closes in ((window[0] or 0, window[1] or 0) for window in windows)
        if opens < end.timestamp() and closes > start.timestamp()
    ]
    if not spans:
        return None

    def x(moment: datetime) -> float:
        return round((moment - start) / (end - start) * DAY_WIDTH, 1)

    bars = tuple(Bar(x(opens), round(x(closes) - x(opens), 1)) for opens, closes in spans)
    hours = [
        f"{time_text(opens, language)}–{'24:00' if closes == end else time_text(closes, language)}"
        for opens, closes in spans
    ]
    label = _("Today %(hours)s. It is %(now)s now.") % {
        "hours": listing(hours, language),
        "now": time_text(local, language),
    }
    return DayRail(bars, x(local) if local >= start else None, label)


def year_rail(events: Iterable[dict[str, Any]], *, today: date, language: str) -> YearRail | None:
    """Return the year's rail from the events' dates of this year or, when they are over, of the next."""
    bars, names = [], []
    for event in events:
        spans = dates_of(event)
        for start, end in spans[:2]:
            first, last = months(start), months(end)
            width = max(last - first, 1.6) if last >= first else YEAR_WIDTH - first
            bars.append(Bar(round(first, 1), round(width, 1), start.month in SPRING))
        if spans:
            names.append(event["name"])
    if not bars:
        return None
    label = _("The year in twelve months: %(events)s.") % {"events": listing(names, language)}
    return YearRail(tuple(bars), round(months(today), 1), today.month, label)


def months(at: date) -> float:
    """Return the place of a date on the rail: ten units a month."""
    return (at.month - 1) * 10 + (at.day - 1) / 31 * 10
