"""The JSON form of an opening rule: `from_json` names every fault at once, `to_json` writes the canonical form.

The shape is described for other programs in `rule.schema.json`; what only a calendar knows (31 February,
overlapping spans) is checked here.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import Any, TypeVar

from tours.opening.faults import OpeningRuleError, Problem, Reader
from tours.opening.rule import (
    EVERY_MONTH,
    WEEKDAYS,
    AnnualRange,
    ClosedWeekdays,
    DatedException,
    DayAfterHoliday,
    IfHoliday,
    Kind,
    OpeningRule,
    Season,
    Span,
    WeeklyHours,
)

__all__ = ["OpeningRuleError", "Problem", "from_json", "schema", "to_json"]

Row = TypeVar("Row")
MEMBERS = (
    "kind",
    "hours",
    "seasons",
    "holiday_spans",
    "closed_weekdays",
    "day_after_holiday",
    "closed_on_holidays",
    "closed_dates",
    "exceptions",
)


@lru_cache(maxsize=1)
def schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of the JSON form."""
    loaded: dict[str, Any] = json.loads(files("tours.opening").joinpath("rule.schema.json").read_text(encoding="utf-8"))
    return loaded


def from_json(value: object) -> OpeningRule:
    """Return the rule that `value` describes; raise `OpeningRuleError` with every member that is wrong."""
    reader = Reader()
    members = reader.members(value, "", MEMBERS)
    holiday = members.get("holiday_spans")
    rule = OpeningRule(
        kind=reader.choice(members.get("kind", "hours"), "kind", Kind),
        hours=_hours(reader, members.get("hours"), "hours"),
        seasons=_each(reader, members, "seasons", _season),
        holiday_spans=None if holiday is None else _spans(reader, holiday, "holiday_spans"),
        closed_weekdays=_each(reader, members, "closed_weekdays", _closed_weekdays),
        day_after_holiday=reader.choice(members.get("day_after_holiday", "open"), "day_after_holiday", DayAfterHoliday),
        closed_on_holidays=reader.flag(members.get("closed_on_holidays"), "closed_on_holidays"),
        closed_dates=_each(reader, members, "closed_dates", _closed_dates),
        exceptions=_each(reader, members, "exceptions", _exception),
    )
    if rule.kind is Kind.HOURS and not (rule.hours or rule.seasons or rule.exceptions) and not reader.problems:
        reader.fault(
            "hours", None, "at least one entry in hours, seasons or exceptions; otherwise kind appointment or unknown"
        )
    reader.finish()
    return rule


def to_json(rule: OpeningRule) -> dict[str, Any]:
    """Return the canonical JSON form: members at their default are left out, times are HH:MM, past midnight beyond
    24:00.
    """
    form: dict[str, Any] = {"kind": rule.kind.value}
    if rule.hours:
        form["hours"] = [_hours_form(entry) for entry in rule.hours]
    if rule.seasons:
        form["seasons"] = [_season_form(season) for season in rule.seasons]
    if rule.holiday_spans is not None:
        form["holiday_spans"] = [_span_form(span) for span in rule.holiday_spans]
    if rule.closed_weekdays:
        form["closed_weekdays"] = [_closed_form(closed) for closed in rule.closed_weekdays]
    if rule.day_after_holiday is not DayAfterHoliday.OPEN:
        form["day_after_holiday"] = rule.day_after_holiday.value
    if rule.closed_on_holidays:
        form["closed_on_holidays"] = True
    if rule.closed_dates:
        form["closed_dates"] = [_annual_form(dates) for dates in rule.closed_dates]
    if rule.exceptions:
        form["exceptions"] = [_exception_form(exception) for exception in rule.exceptions]
    return form


def _each(
    reader: Reader, members: dict[str, Any], member: str, read: Callable[[Reader, object, str], Row]
) -> tuple[Row, ...]:
    """Return every element of a list member as `read` reads it."""
    return tuple(read(reader, row, where) for row, where in reader.rows(members.get(member), member))


def _hours(reader: Reader, value: object, where: str) -> tuple[WeeklyHours, ...]:
    entries = []
    for row, place in reader.rows(value, where):
        members = reader.members(row, place, ("days", "spans"))
        days = reader.weekdays(members.get("days"), f"{place}.days")
        entries.append(WeeklyHours(days, _spans(reader, members.get("spans"), f"{place}.spans")))
    return tuple(entries)


def _spans(reader: Reader, value: object, where: str) -> tuple[Span, ...]:
    spans = []
    for row, place in reader.rows(value, where):
        members = reader.members(row, place, ("opens", "closes", "last_entry"))
        opens = reader.minutes(members.get("opens"), f"{place}.opens")
        closes = reader.minutes(members.get("closes"), f"{place}.closes", after=opens)
        entry = members.get("last_entry")
        last = None if entry is None else reader.minutes(entry, f"{place}.last_entry", after=opens)
        if last is not None and last > closes:
            reader.fault(f"{place}.last_entry", entry, "a time between opens and closes")
        spans.append(Span(opens, closes, last))
    spans.sort()
    if any(later.opens < earlier.closes for earlier, later in pairwise(spans)):
        reader.fault(where, value, "spans that do not overlap")
    return tuple(spans)


def _closed_dates(reader: Reader, value: object, where: str) -> AnnualRange:
    return _annual(reader, reader.members(value, where, ("from", "until")), where)


def _annual(reader: Reader, members: dict[str, Any], where: str) -> AnnualRange:
    return AnnualRange(
        reader.month_day(members.get("from"), f"{where}.from"), reader.month_day(members.get("until"), f"{where}.until")
    )


def _season(reader: Reader, value: object, where: str) -> Season:
    members = reader.members(value, where, ("from", "until", "hours", "without_closing_days"))
    return Season(
        range=_annual(reader, members, where),
        hours=_hours(reader, members.get("hours"), f"{where}.hours"),
        without_closing_days=reader.flag(members.get("without_closing_days"), f"{where}.without_closing_days"),
    )


def _closed_weekdays(reader: Reader, value: object, where: str) -> ClosedWeekdays:
    members = reader.members(value, where, ("days", "months", "if_holiday"))
    months = members.get("months")
    return ClosedWeekdays(
        days=reader.weekdays(members.get("days"), f"{where}.days"),
        if_holiday=reader.choice(members.get("if_holiday", "closed"), f"{where}.if_holiday", IfHoliday),
        months=EVERY_MONTH if months is None else reader.months(months, f"{where}.months"),
    )


def _exception(reader: Reader, value: object, where: str) -> DatedException:
    members = reader.members(value, where, ("from", "until", "spans", "reason"))
    start = reader.date(members.get("from"), f"{where}.from")
    until = reader.date(members.get("until", members.get("from")), f"{where}.until")
    if until < start:
        reader.fault(f"{where}.until", members.get("until"), "a date on or after from")
    spans = _spans(reader, members.get("spans"), f"{where}.spans")
    return DatedException(start, until, spans, reader.text(members.get("reason"), f"{where}.reason"))


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _span_form(span: Span) -> dict[str, str]:
    form = {"opens": _clock(span.opens), "closes": _clock(span.closes)}
    return form if span.last_entry is None else form | {"last_entry": _clock(span.last_entry)}


def _days_form(days: frozenset[int]) -> list[str]:
    return [WEEKDAYS[day] for day in sorted(days)]


def _hours_form(entry: WeeklyHours) -> dict[str, Any]:
    return {"days": _days_form(entry.days), "spans": [_span_form(span) for span in entry.spans]}


def _annual_form(dates: AnnualRange) -> dict[str, Any]:
    return {
        "from": f"{dates.start.month:02d}-{dates.start.day:02d}",
        "until": f"{dates.until.month:02d}-{dates.until.day:02d}",
    }


def _season_form(season: Season) -> dict[str, Any]:
    form = _annual_form(season.range) | {"hours": [_hours_form(entry) for entry in season.hours]}
    return form | {"without_closing_days": True} if season.without_closing_days else form


def _closed_form(closed: ClosedWeekdays) -> dict[str, Any]:
    form: dict[str, Any] = {"days": _days_form(closed.days), "if_holiday": closed.if_holiday.value}
    return form if closed.months == EVERY_MONTH else form | {"months": sorted(closed.months)}


def _exception_form(exception: DatedException) -> dict[str, Any]:
    form: dict[str, Any] = {"from": exception.start.isoformat(), "until": exception.until.isoformat()}
    if exception.spans:
        form["spans"] = [_span_form(span) for span in exception.spans]
    return form | {"reason": exception.reason} if exception.reason else form
