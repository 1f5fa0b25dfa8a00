"""Opening rules as text of the OpenStreetMap `opening_hours` key, for exchange only: we never evaluate it.

OSM has no expression for a closing day that moves to the next day that is not a holiday, nor for last entry; what
is lost is named.
Specification: https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tours.opening.parts import Hours as HoursPart
from tours.opening.parts import describe
from tours.opening.rule import (
    EVERY_DAY,
    EVERY_MONTH,
    AnnualRange,
    ClosedWeekdays,
    DayAfterHoliday,
    IfHoliday,
    Kind,
    MonthDay,
    OpeningRule,
    Span,
)

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class OsmText:
    """The text, and the members of the rule that it does not say; exact when there are none."""

    text: str
    lost: tuple[str, ...] = ()


def to_osm(rule: OpeningRule) -> OsmText | None:
    """Return the rule as opening_hours text, or None when the rule says nothing that can be exchanged."""
    if rule.kind is Kind.UNKNOWN:
        return None
    if rule.kind is Kind.APPOINTMENT:
        return OsmText('"by appointment"')
    rules = ["24/7"] if rule.kind is Kind.ALWAYS else []
    rules += [_hours(part) for part in describe(rule) if isinstance(part, HoursPart)]
    rules += [_closed(closed) for closed in rule.closed_weekdays]
    holiday = _holiday_spans(rule)
    rules += [f"PH {_spans(holiday)}"] if holiday else []
    rules += ["PH off"] if rule.closed_on_holidays else []
    if rule.day_after_holiday is not DayAfterHoliday.OPEN:
        rules.append("PH +1 day off")
    rules += [f"{_annual(dates)} off" for dates in rule.closed_dates]
    for exception in rule.exceptions:
        rules.append(
            f"{_dates(exception.start, exception.until)} {_spans(exception.spans) if exception.spans else 'off'}"
        )
    return OsmText("; ".join(rules), tuple(_lost(rule)))


def _lost(rule: OpeningRule) -> Iterable[str]:
    """Yield the members that OSM text cannot say, or says only roughly."""
    shifts = any(closed.if_holiday is IfHoliday.SHIFT for closed in rule.closed_weekdays)
    if shifts or (_lifted(rule) and not _holiday_spans(rule)):
        yield "closed_weekdays.if_holiday"
    if rule.day_after_holiday is DayAfterHoliday.CLOSED_UNLESS_HOLIDAY:
        yield "day_after_holiday"
    if any(season.without_closing_days for season in rule.seasons):
        yield "seasons.without_closing_days"
    spans = [span for part in describe(rule) if isinstance(part, HoursPart) for span in part.spans]
    if any(span.last_entry is not None for span in spans):
        yield "last_entry"


def _hours(part: HoursPart) -> str:
    season = f"{_annual(part.season)} " if part.season else ""
    days = "" if part.days == EVERY_DAY else f"{_weekdays(part.days)} "
    return f"{season}{days}{_spans(part.spans)}"


def _closed(closed: ClosedWeekdays) -> str:
    months = (
        "" if closed.months == EVERY_MONTH else ",".join(MONTHS[month - 1] for month in sorted(closed.months)) + " "
    )
    return f"{months}{_weekdays(closed.days)} off"


def _holiday_spans(rule: OpeningRule) -> tuple[Span, ...]:
    """Return the spans of a `PH` rule: the rule's own, or the hours that lift a closed weekday on a holiday.

    "Mo off" counts on holidays too, so that such a rule must follow it; it can be written only where all days and
    seasons have the same hours.
    """
    if rule.holiday_spans is not None:
        return rule.holiday_spans
    every = {part.spans for part in describe(rule) if isinstance(part, HoursPart)}
    return next(iter(every)) if _lifted(rule) and len(every) == 1 else ()


def _lifted(rule: OpeningRule) -> bool:
    """Return whether a holiday opens a day that its weekday would close."""
    return any(closed.if_holiday is not IfHoliday.CLOSED for closed in rule.closed_weekdays)


def _weekdays(days: frozenset[int]) -> str:
    numbers = sorted(days)
    if len(numbers) > 2 and numbers[-1] - numbers[0] == len(numbers) - 1:
        return f"{DAYS[numbers[0]]}-{DAYS[numbers[-1]]}"
    return ",".join(DAYS[day] for day in numbers)


def _spans(spans: Iterable[Span]) -> str:
    return ",".join(f"{_clock(span.opens)}-{_clock(span.closes)}" for span in spans)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _annual(dates: AnnualRange) -> str:
    start, until = _month_day(dates.start), _month_day(dates.until)
    return start if start == until else f"{start}-{until}"


def _month_day(day: MonthDay) -> str:
    return f"{MONTHS[day.month - 1]} {day.day:02d}"


def _dates(start: date, until: date) -> str:
    first, last = (f"{day.year} {MONTHS[day.month - 1]} {day.day:02d}" for day in (start, until))
    return first if first == last else f"{first}-{last}"
