"""Opening rules turned into instants: the windows of the days ahead, and the state at one moment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from cms.clock import TOKYO
from tours.opening.closing import Closing, closing
from tours.opening.holidays import HolidayCalendar
from tours.opening.rule import MINUTES_A_DAY, Kind, OpeningRule, Season, Span, WeeklyHours

WHOLE_DAY = (Span(0, MINUTES_A_DAY),)


@dataclass(frozen=True, slots=True)
class Window:
    """Open from `start` up to, not including, `end`, both aware in Asia/Tokyo.

    `open_ended` says that `end` is only where the computation stopped: the place stays open beyond it, and no
    closing time may be shown.
    """

    start: datetime
    end: datetime
    last_entry: datetime | None = None
    open_ended: bool = False

    def epochs(self) -> tuple[int, int]:
        """Return start and end in seconds since 1970, as stored with a published thing."""
        return int(self.start.timestamp()), int(self.end.timestamp())


@dataclass(frozen=True, slots=True)
class State:
    """What a visitor wants to know at one moment. `open_now` is None when the times are not known."""

    open_now: bool | None
    closes_at: datetime | None = None
    last_entry_at: datetime | None = None
    opens_at: datetime | None = None
    next_change: datetime | None = None


NOT_KNOWN = State(open_now=None)


def season_on(rule: OpeningRule, day: date) -> Season | None:
    """Return the season that counts on `day`: the last listed one that covers it."""
    return next((season for season in reversed(rule.seasons) if season.range.covers(day)), None)


def spans_on(rule: OpeningRule, day: date, holidays: HolidayCalendar) -> tuple[Span, ...]:
    """Return the spans that begin on `day`, in order; empty when closed or not known."""
    if not rule.known:
        return ()
    for exception in reversed(rule.exceptions):
        if exception.start <= day <= exception.until:
            return exception.spans
    season = season_on(rule, day)
    why = closing(rule, day, holidays)
    if why is not None and not (season and season.without_closing_days and why is not Closing.EACH_YEAR):
        return ()
    if rule.kind is Kind.ALWAYS:
        return WHOLE_DAY
    if rule.holiday_spans is not None and holidays.is_holiday(day):
        return rule.holiday_spans
    return _weekly(season.hours if season else rule.hours, day.weekday())


def windows(rule: OpeningRule, start: date, days: int, holidays: HolidayCalendar) -> list[Window]:
    """Return the windows of `days` days from `start` on, sorted and without overlap.

    A window that began the evening before and runs past midnight into `start` is included whole; windows that touch
    are one window.
    """
    limit = _instant(start, days * MINUTES_A_DAY)
    merged: list[Window] = []
    for window in _daily(rule, start, days, holidays):
        if window.end <= _instant(start, 0):
            continue
        if merged and window.start <= merged[-1].end:
            if window.end > merged[-1].end:
                merged[-1] = replace(merged[-1], end=window.end, last_entry=window.last_entry)
        else:
            merged.append(window)
    if merged and merged[-1].end >= limit and _continues(rule, start + timedelta(days=days), merged[-1].end, holidays):
        merged[-1] = replace(merged[-1], open_ended=True, last_entry=None)
    return merged


def state(ahead: Sequence[Window], at: datetime, *, known: bool = True) -> State:
    """Return the state at the aware moment `at` from the windows ahead of it; `known` is the rule's own member of
    that name.
    """
    if not known:
        return NOT_KNOWN
    for window in ahead:
        if window.start <= at < window.end:
            closes = None if window.open_ended else window.end
            entry = window.last_entry if window.last_entry and at < window.last_entry else None
            return State(open_now=True, closes_at=closes, last_entry_at=entry, next_change=closes)
        if at < window.start:
            return State(open_now=False, opens_at=window.start, next_change=window.start)
    return State(open_now=False)


def _daily(rule: OpeningRule, start: date, days: int, holidays: HolidayCalendar) -> Iterator[Window]:
    """Yield each span of each day as a window, in order of day and opening, from the day before `start` on."""
    for offset in range(-1, days):
        day = start + timedelta(days=offset)
        if offset == -1 and rule.kind is Kind.ALWAYS:
            continue
        for span in sorted(spans_on(rule, day, holidays)):
            entry = None if span.last_entry is None else _instant(day, span.last_entry)
            yield Window(_instant(day, span.opens), _instant(day, span.closes), entry)


def _continues(rule: OpeningRule, day: date, end: datetime, holidays: HolidayCalendar) -> bool:
    """Return whether a window that ends on `day`, the first one not computed, is carried on by that day's first
    span.
    """
    spans = spans_on(rule, day, holidays)
    return bool(spans) and _instant(day, min(spans).opens) <= end


def _weekly(hours: Sequence[WeeklyHours], weekday: int) -> tuple[Span, ...]:
    """Return the spans of the last entry that names `weekday`."""
    return next((entry.spans for entry in reversed(hours) if weekday in entry.days), ())


def _instant(day: date, minutes: int) -> datetime:
    """Return the moment `minutes` after midnight of `day` in Tokyo, which has kept one offset since 1951."""
    return datetime.combine(day, time(), TOKYO) + timedelta(minutes=minutes)
