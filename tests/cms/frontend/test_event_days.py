"""The days of an event as a reader counts them."""

from __future__ import annotations

from datetime import date

import pytest

from cms.frontend.states import dates_of, event_state

MAPLE = {"starts": "2026-11-11T00:00:00+09:00", "ends": "2026-12-01T00:00:00+09:00"}


@pytest.mark.parametrize(
    ("document", "days"),
    [
        (MAPLE, (date(2026, 11, 11), date(2026, 11, 30))),
        (
            {"starts": "2027-08-07T18:00:00+09:00", "ends": "2027-08-07T21:00:00+09:00"},
            (date(2027, 8, 7), date(2027, 8, 7)),
        ),
        (
            {"starts": "2026-12-31T22:00:00+09:00", "ends": "2027-01-01T01:00:00+09:00"},
            (date(2026, 12, 31), date(2027, 1, 1)),
        ),
        ({"starts": "2027-08-07T18:00:00+09:00", "ends": None}, (date(2027, 8, 7), date(2027, 8, 7))),
    ],
)
def test_midnight_belongs_to_the_day_that_ends(document, days) -> None:
    assert dates_of(document) == [days]


def test_whole_days_in_a_detail_include_the_last() -> None:
    detail = {"dates": [{"start": "2026-11-11T00:00:00+09:00", "end": "2026-11-30T00:00:00+09:00", "all_day": True}]}
    assert dates_of(detail) == [(date(2026, 11, 11), date(2026, 11, 30))]


def test_an_event_is_over_on_the_day_after_its_last() -> None:
    assert event_state(MAPLE, today=date(2026, 12, 1), language="ja").mark == "is-closed"
    assert event_state(MAPLE, today=date(2026, 11, 30), language="ja").mark == "is-soon"
