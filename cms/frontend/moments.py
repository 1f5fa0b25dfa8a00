"""Moments beside now: the day is named only when it is not today."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from cms.clock import TOKYO
from cms.languages.formats import date_text, time_range, time_text


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
    return _("%(day)s %(time)s") % {"day": short_day(local.date(), language), "time": time}


def short_day(day: date, language: str) -> str:
    """Return a date of this or the coming year with its weekday: 4月4日(土)."""
    return date_text(day, language, weekday=True, year=False)


def span(start: date, end: date, language: str) -> str:
    """Return one day with its weekday, or the first and the last."""
    if start == end:
        return short_day(start, language)
    return f"{short_day(start, language)} – {short_day(end, language)}"


def hours(start: datetime, end: str | None, language: str) -> str:
    """Return a day with its hours, or with the hour at which something begins."""
    local = start.astimezone(TOKYO)
    times = (
        time_range(local, datetime.fromisoformat(end).astimezone(TOKYO), language)
        if end
        else time_text(local, language)
    )
    return f"{short_day(local.date(), language)} {times}"
