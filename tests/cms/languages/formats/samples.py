"""One sample of every kind of format, as functions of the language: the rows of tests/golden/formats.json."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Final

from cms.languages import era, formats

HANAMI_START: Final = date(2026, 3, 25)
HANAMI_END: Final = date(2026, 4, 9)
FIRST_OF_APRIL: Final = date(2026, 4, 1)

SAMPLES: Final[dict[str, Callable[[str], str]]] = {
    "date": lambda lang: formats.date_text(FIRST_OF_APRIL, lang),
    "date with weekday": lambda lang: formats.date_text(FIRST_OF_APRIL, lang, weekday=True),
    "day": lambda lang: formats.date_text(FIRST_OF_APRIL, lang, year=False),
    "day with weekday": lambda lang: formats.date_text(date(2026, 11, 3), lang, weekday=True, year=False),
    "range within a month": lambda lang: formats.date_range(FIRST_OF_APRIL, HANAMI_END, lang),
    "range over two months": lambda lang: formats.date_range(HANAMI_START, HANAMI_END, lang),
    "range over two years": lambda lang: formats.date_range(date(2025, 12, 29), date(2026, 1, 3), lang),
    "range without year": lambda lang: formats.date_range(FIRST_OF_APRIL, HANAMI_END, lang, year=False),
    "range over months without year": lambda lang: formats.date_range(HANAMI_START, HANAMI_END, lang, year=False),
    "range of one day": lambda lang: formats.date_range(FIRST_OF_APRIL, FIRST_OF_APRIL, lang),
    "morning": lambda lang: formats.time_text(time(8, 40), lang),
    "evening": lambda lang: formats.time_text(time(17, 30), lang),
    "midnight": lambda lang: formats.time_text(time(0, 0), lang),
    "times": lambda lang: formats.time_range(time(8, 40), time(19, 0), lang),
    "date and time": lambda lang: formats.datetime_text(datetime(2026, 8, 1, 11, 0, tzinfo=UTC), lang),
    "weekday": lambda lang: formats.weekday_text(0, lang),
    "weekday in short": lambda lang: formats.weekday_text(0, lang, short=True),
    "weekdays in a row": lambda lang: formats.weekdays_text([1, 2, 3, 4], lang),
    "weekdays apart": lambda lang: formats.weekdays_text([2, 0], lang),
    "month": lambda lang: formats.month_text(4, lang),
    "month with year": lambda lang: formats.year_month_text(FIRST_OF_APRIL, lang),
    "era year": lambda lang: era.year_text(1604, lang),
    "first era year": lambda lang: era.year_text(2019, lang),
    "number": lambda lang: formats.number(12345.6, lang),
    "metres": lambda lang: formats.distance(347, lang),
    "kilometres": lambda lang: formats.distance(1234, lang),
    "far": lambda lang: formats.distance(12345, lang),
    "walking time": lambda lang: formats.walking_time(5, lang),
    "minutes": lambda lang: formats.duration(45, lang),
    "hours": lambda lang: formats.duration(120, lang),
    "hours and minutes": lambda lang: formats.duration(90, lang),
    "yen": lambda lang: formats.yen(1200, lang),
    "download": lambda lang: formats.data_size(2_400_000, lang),
    "small download": lambda lang: formats.data_size(639_001, lang),
    "list": lambda lang: formats.listing(["JR", "GTFS", "IC"], lang),
    "choice": lambda lang: formats.listing(["JR", "IC"], lang, either=True),
}
