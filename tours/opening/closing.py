"""Why a place is closed on a day by its regular rules."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from tours.opening.holidays import HolidayCalendar
from tours.opening.rule import DayAfterHoliday, IfHoliday, OpeningRule

LONGEST_RUN_OF_HOLIDAYS = 14
"""Days to look back for a closing day that moved. The longest run of holidays so far was ten days, in 2019."""


class Closing(StrEnum):
    """The regular reasons to be closed, in order of precedence."""

    EACH_YEAR = "each_year"
    WEEKDAY = "weekday"
    MOVED = "moved"
    HOLIDAY = "holiday"
    AFTER_HOLIDAY = "after_holiday"


def closing(rule: OpeningRule, day: date, holidays: HolidayCalendar) -> Closing | None:
    """Return why `day` is a regular closing day, or None when it is not one. Dated exceptions are not looked at."""
    if any(dates.covers(day) for dates in rule.closed_dates):
        return Closing.EACH_YEAR
    holiday = holidays.is_holiday(day)
    if _weekday_closed(rule, day, holiday=holiday):
        return Closing.WEEKDAY
    if not holiday and _moved_here(rule, day, holidays):
        return Closing.MOVED
    if holiday and rule.closed_on_holidays:
        return Closing.HOLIDAY
    if _after_holiday(rule, day, holidays, holiday=holiday):
        return Closing.AFTER_HOLIDAY
    return None


def _weekday_closed(rule: OpeningRule, day: date, *, holiday: bool) -> bool:
    """Return whether the weekday itself is closed, which a holiday may lift."""
    return any(
        day.weekday() in closed.days
        and day.month in closed.months
        and (not holiday or closed.if_holiday is IfHoliday.CLOSED)
        for closed in rule.closed_weekdays
    )


def _moved_here(rule: OpeningRule, day: date, holidays: HolidayCalendar) -> bool:
    """Return whether a closing weekday on a holiday moves to `day`, the first day after it that is not a holiday.

    "月曜休館、祝日の場合は翌平日": Golden Week and Silver Week can move it by several days.
    """
    moving = [closed for closed in rule.closed_weekdays if closed.if_holiday is IfHoliday.SHIFT]
    earlier = day
    for _ in range(LONGEST_RUN_OF_HOLIDAYS if moving else 0):
        earlier -= timedelta(days=1)
        if not holidays.is_holiday(earlier):
            return False
        if any(earlier.weekday() in closed.days and earlier.month in closed.months for closed in moving):
            return True
    return False


def _after_holiday(rule: OpeningRule, day: date, holidays: HolidayCalendar, *, holiday: bool) -> bool:
    """Return whether `day` is closed because a holiday came before it."""
    if rule.day_after_holiday is DayAfterHoliday.OPEN:
        return False
    if holiday and rule.day_after_holiday is DayAfterHoliday.CLOSED_UNLESS_HOLIDAY:
        return False
    return holidays.is_holiday(day - timedelta(days=1))
