"""The typed opening rule of a place: when it opens, when it closes, and what holidays do to that.

Times are minutes after midnight in Asia/Tokyo, weekdays 0 (Monday) to 6 (Sunday). A rule says nothing about why or
how sure we are; that belongs to the record that holds it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

MINUTES_A_DAY = 1440
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
EVERY_DAY = frozenset(range(7))
EVERY_MONTH = frozenset(range(1, 13))


class Kind(StrEnum):
    """What can be said about the opening times of a place at all."""

    HOURS = "hours"
    ALWAYS = "always"
    APPOINTMENT = "appointment"
    UNKNOWN = "unknown"


class IfHoliday(StrEnum):
    """What a closed weekday does when it falls on a public holiday."""

    OPEN = "open"
    SHIFT = "shift_to_next_non_holiday"
    CLOSED = "closed"


class DayAfterHoliday(StrEnum):
    """What happens on the day after a public holiday ("祝日の翌日").

    `CLOSED` is the literal reading; `CLOSED_UNLESS_HOLIDAY` keeps a run of holidays open and closes on the first
    day after it.
    """

    OPEN = "open"
    CLOSED = "closed"
    CLOSED_UNLESS_HOLIDAY = "closed_unless_holiday"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """One stretch of a day: open from `opens` up to, not including, `closes`.

    `closes` beyond 1440 runs past midnight into the next day and belongs to the day on which it began. `last_entry`
    is the last minute at which a visitor is let in.
    """

    opens: int
    closes: int
    last_entry: int | None = None


@dataclass(frozen=True, slots=True, order=True)
class MonthDay:
    """A day of every year. 29 February means the last day of February in common years when a range ends there."""

    month: int
    day: int


@dataclass(frozen=True, slots=True)
class AnnualRange:
    """A range of days in every year, both ends included; it runs over New Year when `until` comes before `start`."""

    start: MonthDay
    until: MonthDay

    def covers(self, day: date) -> bool:
        """Return whether `day` lies in the range."""
        here = MonthDay(day.month, day.day)
        if self.start <= self.until:
            return self.start <= here <= self.until
        return here >= self.start or here <= self.until


@dataclass(frozen=True, slots=True)
class WeeklyHours:
    """The same spans on each of `days`; no spans mean closed on those days."""

    days: frozenset[int]
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Season:
    """Hours of their own for a part of every year. Of two seasons that cover a day the later in the list counts.

    `without_closing_days` suspends closed weekdays and holiday rules while the season lasts ("期間中無休").
    """

    range: AnnualRange
    hours: tuple[WeeklyHours, ...]
    without_closing_days: bool = False


@dataclass(frozen=True, slots=True)
class ClosedWeekdays:
    """Weekdays closed in `months`, and what becomes of them on a public holiday."""

    days: frozenset[int]
    if_holiday: IfHoliday = IfHoliday.CLOSED
    months: frozenset[int] = EVERY_MONTH


@dataclass(frozen=True, slots=True)
class DatedException:
    """What holds on real dates, both ends included, above everything else: closed without `spans`, open at `spans`
    with them.
    """

    start: date
    until: date
    spans: tuple[Span, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class OpeningRule:
    """When a place is open.

    Precedence on a day: exceptions, closed dates of the year, closing days, holiday spans, seasons, hours.
    """

    kind: Kind = Kind.HOURS
    hours: tuple[WeeklyHours, ...] = ()
    seasons: tuple[Season, ...] = ()
    holiday_spans: tuple[Span, ...] | None = None
    closed_weekdays: tuple[ClosedWeekdays, ...] = ()
    day_after_holiday: DayAfterHoliday = DayAfterHoliday.OPEN
    closed_on_holidays: bool = False
    closed_dates: tuple[AnnualRange, ...] = ()
    exceptions: tuple[DatedException, ...] = ()

    @property
    def known(self) -> bool:
        """Whether the rule can be evaluated; by appointment and unknown cannot, and must not be shown as closed."""
        return self.kind in (Kind.HOURS, Kind.ALWAYS)


UNKNOWN = OpeningRule(kind=Kind.UNKNOWN)
ALWAYS_OPEN = OpeningRule(kind=Kind.ALWAYS)
