"""Opening rules as sentences in each of the seven languages."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Sequence
from datetime import date

from tours.opening.parts import (
    ClosedAfterHoliday,
    ClosedDays,
    ClosedEachYear,
    ClosedHolidays,
    Dated,
    General,
    HolidayHours,
    Hours,
    Part,
    describe,
)
from tours.opening.phrases import PHRASES, Phrases
from tours.opening.rule import EVERY_DAY, EVERY_MONTH, AnnualRange, IfHoliday, Kind, MonthDay, OpeningRule, Span

COMMON_YEAR = 2023
SHORTEST_RUN = 3
"""Days or months in a row from which "Tue–Fri" reads better than a list."""


def sentences(rule: OpeningRule, lang: str, *, today: date | None = None) -> list[str]:
    """Return one sentence per statement of `rule` in `lang`, one of our codes; raise KeyError for any other."""
    words = PHRASES[lang]
    return [sentence(part, words) for part in describe(rule, today=today)]


def sentence(part: Part, words: Phrases) -> str:
    """Return `part` in the language of `words`."""
    match part:
        case General(kind=kind):
            return {Kind.ALWAYS: words.always, Kind.APPOINTMENT: words.appointment}.get(kind, words.unknown)
        case Hours(days=days, spans=spans, season=season):
            lead = words.in_season.format(season=_annual(season, words)) if season else ""
            named = words.every_day.lower() if season and days == EVERY_DAY else _days(days, words)
            return words.hours.format(season=lead, days=named, times=_times(spans, words))
        case HolidayHours(spans=spans):
            return words.holiday_hours.format(times=_times(spans, words))
        case ClosedDays():
            return _closed(part, words)
        case ClosedHolidays():
            return words.closed_holidays
        case ClosedAfterHoliday(unless_holiday=unless):
            return words.after_holiday_unless if unless else words.after_holiday
        case ClosedEachYear(range=dates):
            return words.closed_each_year.format(range=_annual(dates, words))
        case Dated(spans=spans):
            template = words.dated_open if spans else words.dated_closed
            return template.format(range=_real_dates(part, words), times=_times(spans, words))


def _closed(part: ClosedDays, words: Phrases) -> str:
    days = _days(part.days, words)
    tail = {IfHoliday.OPEN: words.if_open, IfHoliday.SHIFT: words.if_shift}.get(part.if_holiday, "")
    if part.months == EVERY_MONTH:
        return words.closed.format(days=days) + tail
    months = _listed(sorted(part.months), lambda number: words.months[number - 1], words, runs=False)
    return words.closed_in_months.format(days=days, months=words.month.format(month=months)) + tail


def _times(spans: Sequence[Span], words: Phrases) -> str:
    return words.comma.join(_span(span, words) for span in spans)


def _span(span: Span, words: Phrases) -> str:
    text = words.span.format(opens=_clock(span.opens), closes=_clock(span.closes))
    return text if span.last_entry is None else text + words.entry.format(entry=_clock(span.last_entry))


def _clock(minutes: int) -> str:
    """Return 24-hour time; past midnight as on the clock, but midnight at the end of a day stays 24:00."""
    shown = minutes if minutes <= 24 * 60 else minutes - 24 * 60
    return f"{shown // 60}:{shown % 60:02d}"


def _days(days: frozenset[int], words: Phrases) -> str:
    if days == EVERY_DAY:
        return words.every_day
    return words.on_days.format(days=_listed(sorted(days), lambda number: words.weekdays[number], words))


def _listed(numbers: Sequence[int], name: Callable[[int], str], words: Phrases, *, runs: bool = True) -> str:
    """Return names in a list; a run of three or more becomes a range when `runs` is set."""
    if runs and len(numbers) >= SHORTEST_RUN and numbers[-1] - numbers[0] == len(numbers) - 1:
        return name(numbers[0]) + words.to + name(numbers[-1])
    named = [name(number) for number in numbers]
    return named[0] if len(named) == 1 else words.comma.join(named[:-1]) + words.last + named[-1]


def _annual(dates: AnnualRange, words: Phrases) -> str:
    """Return "4月〜9月" for whole months, days otherwise."""
    if dates.start == dates.until:
        return words.one_day.format(date=_month_day(dates.start, words))
    last = monthrange(COMMON_YEAR, dates.until.month)[1]
    if dates.start.day == 1 and dates.until.day >= last:
        start, until = (words.month.format(month=words.months[day.month - 1]) for day in (dates.start, dates.until))
        if start == until:
            return words.one_month.format(month=start)
        return (words.month_range or words.year_range).format(start=start, until=until)
    start, until = _month_day(dates.start, words), _month_day(dates.until, words)
    return words.year_range.format(start=start, until=until)


def _month_day(day: MonthDay, words: Phrases) -> str:
    return words.day.format(month=words.months[day.month - 1], day=_counted(day.day, words))


def _counted(day: int, words: Phrases) -> str:
    """Return the day of a month as it is counted: French says 1er."""
    return words.first if day == 1 else str(day)


def _real_dates(part: Dated, words: Phrases) -> str:
    start, until = (
        words.date.format(year=day.year, month=words.months[day.month - 1], day=_counted(day.day, words))
        for day in (part.start, part.until)
    )
    if start == until:
        return words.one_day.format(date=start)
    return words.year_range.format(start=start, until=until)
