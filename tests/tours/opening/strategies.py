"""Hypothesis strategies for the JSON form of opening rules."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tours.opening.rule import WEEKDAYS

DAYS = st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=7, unique=True)
MONTHS = st.lists(st.integers(1, 12), min_size=1, max_size=12, unique=True)


def clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


@st.composite
def spans(draw: st.DrawFn) -> list[dict[str, str]]:
    """Up to three spans of one day that do not overlap; the last may run past midnight."""
    edges = sorted(draw(st.lists(st.integers(0, 1439), min_size=2, max_size=6, unique=True)))
    edges = edges[: len(edges) // 2 * 2]
    found = []
    for opens, closes in zip(edges[::2], edges[1::2], strict=True):
        span = {"opens": clock(opens), "closes": clock(closes)}
        if draw(st.booleans()):
            span["last_entry"] = clock(draw(st.integers(opens + 1, closes)))
        found.append(span)
    if draw(st.booleans()):
        last = found[-1]
        last["closes"] = clock(1440 + draw(st.integers(1, 720)))
    return found


@st.composite
def month_days(draw: st.DrawFn) -> str:
    return f"{draw(st.integers(1, 12)):02d}-{draw(st.integers(1, 28)):02d}"


def hours() -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.lists(st.fixed_dictionaries({"days": DAYS, "spans": spans()}), min_size=1, max_size=3)


@st.composite
def exceptions(draw: st.DrawFn) -> dict[str, Any]:
    first, last = sorted(draw(st.lists(st.dates(min_value=_day(2025), max_value=_day(2029)), min_size=2, max_size=2)))
    found: dict[str, Any] = {"from": first.isoformat(), "until": last.isoformat()}
    return found | ({"spans": draw(spans())} if draw(st.booleans()) else {})


def _day(year: int) -> Any:
    from datetime import date

    return date(year, 1, 1)


def opening_rules() -> st.SearchStrategy[dict[str, Any]]:
    """Rules with hours, in their JSON form."""
    season = st.fixed_dictionaries(
        {"from": month_days(), "until": month_days(), "hours": hours()},
        optional={"without_closing_days": st.booleans()},
    )
    closed = st.fixed_dictionaries(
        {"days": DAYS, "if_holiday": st.sampled_from(["open", "shift_to_next_non_holiday", "closed"])},
        optional={"months": MONTHS},
    )
    return st.fixed_dictionaries(
        {"kind": st.sampled_from(["hours", "hours", "hours", "always"]), "hours": hours()},
        optional={
            "seasons": st.lists(season, max_size=2),
            "holiday_spans": spans(),
            "closed_weekdays": st.lists(closed, max_size=2),
            "day_after_holiday": st.sampled_from(["open", "closed", "closed_unless_holiday"]),
            "closed_on_holidays": st.booleans(),
            "closed_dates": st.lists(st.fixed_dictionaries({"from": month_days(), "until": month_days()}), max_size=2),
            "exceptions": st.lists(exceptions(), max_size=2),
        },
    )
