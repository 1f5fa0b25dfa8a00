"""The real opening rules of Tsuyama that the engine is measured by, as JSON. Source: the city's published hours as collected in 2026, to be confirmed."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from cms.clock import TOKYO
from tours.opening import HolidayCalendar, OpeningRule, from_json, windows
from tours.opening.rule import WEEKDAYS

DAILY = list(WEEKDAYS)
HOLIDAYS = HolidayCalendar()


def daily(opens: str, closes: str, last_entry: str | None = None) -> list[dict[str, Any]]:
    span = {"opens": opens, "closes": closes}
    return [{"days": DAILY, "spans": [span | ({"last_entry": last_entry} if last_entry else {})]}]


WONDER_MUSEUM = {  # つやま自然のふしぎ館: a table of closing days per month
    "kind": "hours",
    "hours": daily("09:00", "17:00", "16:30"),
    "closed_weekdays": [
        {"days": ["mon"], "months": [3, 5, 7, 9, 11], "if_holiday": "open"},
        {"days": ["mon", "tue"], "months": [1, 2, 6, 12], "if_holiday": "open"},
    ],
    "closed_dates": [{"from": "12-29", "until": "01-02"}],
}
RAILWAY_MUSEUM = {  # 津山まなびの鉄道館
    "kind": "hours",
    "hours": daily("09:00", "16:00", "15:30"),
    "closed_weekdays": [{"days": ["mon"], "if_holiday": "shift_to_next_non_holiday"}],
    "closed_dates": [{"from": "12-29", "until": "12-31"}],
}
CITY_MUSEUM = {  # 津山郷土博物館
    "kind": "hours",
    "hours": daily("09:00", "17:00", "16:30"),
    "closed_weekdays": [{"days": ["mon"], "if_holiday": "closed"}],
    "day_after_holiday": "closed",
    "closed_dates": [{"from": "12-29", "until": "01-03"}],
}
WESTERN_LEARNING = {  # 津山洋学資料館: both rules at once
    "kind": "hours",
    "hours": daily("09:00", "17:00", "16:30"),
    "closed_weekdays": [{"days": ["mon"], "if_holiday": "shift_to_next_non_holiday"}],
    "day_after_holiday": "closed_unless_holiday",
    "closed_dates": [{"from": "12-29", "until": "01-03"}],
}
KAKUZAN_PARK = {  # 津山城（鶴山公園）: seasons, and the cherry festival of 2027 above them
    "kind": "hours",
    "seasons": [
        {"from": "04-01", "until": "09-30", "hours": daily("08:40", "19:00")},
        {"from": "10-01", "until": "03-31", "hours": daily("08:40", "17:00")},
    ],
    "closed_dates": [{"from": "12-29", "until": "12-31"}],
    "exceptions": [
        {
            "from": "2027-03-27",
            "until": "2027-04-11",
            "spans": [{"opens": "07:30", "closes": "22:00"}],
            "reason": "さくらまつり",
        }
    ],
}
ALL = {
    "つやま自然のふしぎ館": WONDER_MUSEUM,
    "津山まなびの鉄道館": RAILWAY_MUSEUM,
    "津山郷土博物館": CITY_MUSEUM,
    "津山洋学資料館": WESTERN_LEARNING,
    "鶴山公園": KAKUZAN_PARK,
}


def tokyo(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TOKYO)


def open_dates(form: dict[str, Any], first: str, last: str, calendar: HolidayCalendar = HOLIDAYS) -> list[str]:
    """Return the days from `first` to `last` on which a window begins, as MM-DD."""
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    found = windows(from_json(form), start, (end - start).days + 1, calendar)
    return [window.start.strftime("%m-%d") for window in found if window.start.date() >= start]


def closed_dates(form: dict[str, Any], first: str, last: str, calendar: HolidayCalendar = HOLIDAYS) -> list[str]:
    """Return the days from `first` to `last` on which nothing opens, as MM-DD."""
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    days = [(start + timedelta(days=n)).strftime("%m-%d") for n in range((end - start).days + 1)]
    opened = set(open_dates(form, first, last, calendar))
    return [day for day in days if day not in opened]


def rule(form: dict[str, Any]) -> OpeningRule:
    return from_json(form)
