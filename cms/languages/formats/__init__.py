"""Dates, times and quantities as a reader of each of our languages expects them.

Every function takes the value, then the language code, and returns plain text without markup. Babel's CLDR data does
the work; where CLDR misleads a visitor the choice made instead is written at the function that makes it. All raise
UnknownLanguage for a code that is not ours.
"""

from cms.languages.formats.dates import (
    date_range,
    date_text,
    datetime_text,
    month_text,
    time_range,
    time_text,
    weekday_text,
    weekdays_text,
    year_month_text,
)
from cms.languages.formats.quantities import (
    data_size,
    distance,
    duration,
    listing,
    number,
    walking_minutes,
    walking_time,
    yen,
)

__all__ = [
    "data_size",
    "date_range",
    "date_text",
    "datetime_text",
    "distance",
    "duration",
    "listing",
    "month_text",
    "number",
    "time_range",
    "time_text",
    "walking_minutes",
    "walking_time",
    "weekday_text",
    "weekdays_text",
    "year_month_text",
    "yen",
]
