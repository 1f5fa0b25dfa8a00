"""Moments beside now: the day is named only when it is not today."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _

from cms.clock import TOKYO
from cms.languages.formats import date_text, time_range, time_text

THROUGH: Final = {
    "ja": ("〜", ""),
    "en": (" – ", ""),
    "zh-hans": ("至", ""),
    "zh-hant": ("至", ""),
    "ko": (" ~ ", ""),
    "fr": (" – ", ""),
    "ja-x-easy": ("から ", "まで"),
}
"""What stands between the first and the last day of something, and after the last."""


def until(moment: datetime, *, now: datetime, language: str) -> str:
    """Return `until 15:30` today and `until tomorrow 9:00`, else until a day and hour, which some languages join in another way."""
    if _is_near(moment, now):
        return _("until %(time)s") % {"time": day_and_time(moment, now=now, language=language)}
    return until_day(day_and_time(moment, now=now, language=language))


def until_day(written: str) -> str:
    """Return `until Sun, April 15` for a day that is already written."""
    return _("until %(day)s") % {"day": written}


def opens(moment: datetime, *, now: datetime, language: str) -> str:
    """Return `opens at 9:00` today, else `opens tomorrow 9:00` or with weekday and date."""
    text = day_and_time(moment, now=now, language=language)
    if moment.astimezone(TOKYO).date() == now.astimezone(TOKYO).date():
        return _("opens at %(time)s") % {"time": text}
    return _("opens %(time)s") % {"time": text}


def day_and_time(moment: datetime, *, now: datetime, language: str) -> str:
    """Return `15:30` today, `tomorrow 9:00`, else with weekday and date. Midnight belongs to the day that ends."""
    local, today = moment.astimezone(TOKYO), now.astimezone(TOKYO).date()
    tomorrow = today + timedelta(days=1)
    if local.date() == tomorrow and not (local.hour or local.minute):
        return "24:00"
    time = time_text(local, language)
    if local.date() == today:
        return time
    if local.date() == tomorrow:
        return _("tomorrow %(time)s") % {"time": time}
    return _("%(day)s, %(time)s") % {"day": short_day(local.date(), language), "time": time}


def last_day(moment: datetime) -> date:
    """Return the day in Tokyo that is the last on which something holds until `moment`: midnight belongs to the day that ends."""
    return (moment.astimezone(TOKYO) - timedelta(seconds=1)).date()


def _is_near(moment: datetime, now: datetime) -> bool:
    return (moment.astimezone(TOKYO).date() - now.astimezone(TOKYO).date()).days <= 1


def short_day(day: date, language: str) -> str:
    """Return a date of this or the coming year with its weekday: 4月4日(土)."""
    return date_text(day, language, weekday=True, year=False)


def span(start: date, end: date, language: str) -> str:
    """Return one day with year and weekday, or the first and the last of one: 2027年8月7日(土)〜8月8日(日)."""
    first = date_text(start, language, weekday=True, year=True)
    if start == end:
        return first
    between, after = THROUGH[language]
    return f"{first}{between}{date_text(end, language, weekday=True, year=start.year != end.year)}{after}"


def hours(start: datetime, end: str | None, language: str) -> str:
    """Return a day with its hours, or with the hour at which something begins."""
    local = start.astimezone(TOKYO)
    times = (
        time_range(local, datetime.fromisoformat(end).astimezone(TOKYO), language)
        if end
        else time_text(local, language)
    )
    return f"{date_text(local.date(), language, weekday=True, year=True)} {times}"
