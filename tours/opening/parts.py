"""An opening rule taken apart into statements, each of which a language can put into one sentence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from tours.opening.rule import AnnualRange, DayAfterHoliday, IfHoliday, Kind, OpeningRule, Span, WeeklyHours


@dataclass(frozen=True, slots=True)
class General:
    """What is said instead of hours: open at any time, by appointment, not known."""

    kind: Kind


@dataclass(frozen=True, slots=True)
class Hours:
    """Open on `days` at `spans`, in one part of the year when `season` is given."""

    days: frozenset[int]
    spans: tuple[Span, ...]
    season: AnnualRange | None = None


@dataclass(frozen=True, slots=True)
class HolidayHours:
    """Open at `spans` on public holidays."""

    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class ClosedDays:
    """Closed on `days` of `months`; `if_holiday` says what a holiday does to that."""

    days: frozenset[int]
    months: frozenset[int]
    if_holiday: IfHoliday


@dataclass(frozen=True, slots=True)
class ClosedHolidays:
    """Closed on public holidays."""


@dataclass(frozen=True, slots=True)
class ClosedAfterHoliday:
    """Closed on the day after a holiday."""

    unless_holiday: bool


@dataclass(frozen=True, slots=True)
class ClosedEachYear:
    """Closed at the same dates each year."""

    range: AnnualRange


@dataclass(frozen=True, slots=True)
class Dated:
    """Real dates on which something else holds: closed without spans."""

    start: date
    until: date
    spans: tuple[Span, ...]


Part: TypeAlias = (
    General | Hours | HolidayHours | ClosedDays | ClosedHolidays | ClosedAfterHoliday | ClosedEachYear | Dated
)


def describe(rule: OpeningRule, *, today: date | None = None) -> list[Part]:
    """Return the statements of `rule` in the order in which a visitor reads them; with `today`, exceptions that
    are over are left out.
    """
    if rule.kind in (Kind.APPOINTMENT, Kind.UNKNOWN):
        return [General(rule.kind)]
    parts: list[Part] = [General(Kind.ALWAYS)] if rule.kind is Kind.ALWAYS else []
    parts += _grouped(rule.hours, None)
    for season in rule.seasons:
        parts += _grouped(season.hours, season.range)
    if rule.holiday_spans:
        parts.append(HolidayHours(rule.holiday_spans))
    parts += [ClosedDays(closed.days, closed.months, closed.if_holiday) for closed in rule.closed_weekdays]
    if rule.closed_on_holidays:
        parts.append(ClosedHolidays())
    if rule.day_after_holiday is not DayAfterHoliday.OPEN:
        parts.append(ClosedAfterHoliday(rule.day_after_holiday is DayAfterHoliday.CLOSED_UNLESS_HOLIDAY))
    parts += [ClosedEachYear(dates) for dates in rule.closed_dates]
    parts += [Dated(e.start, e.until, e.spans) for e in rule.exceptions if today is None or e.until >= today]
    return parts


def _grouped(hours: Iterable[WeeklyHours], season: AnnualRange | None) -> list[Hours]:
    """Return one statement per different set of spans, days without hours left out."""
    by_day = {day: entry.spans for entry in hours for day in sorted(entry.days)}
    days: dict[tuple[Span, ...], set[int]] = defaultdict(set)
    for day, spans in sorted(by_day.items()):
        if spans:
            days[spans].add(day)
    return [Hours(frozenset(members), spans, season) for spans, members in days.items()]
