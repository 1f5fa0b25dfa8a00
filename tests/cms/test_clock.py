"""The one clock: frozen by tests, shifted by the environment, Tokyo's calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from cms import clock

NEW_YEARS_EVE = datetime(2025, 12, 31, 15, 30, tzinfo=UTC)


@time_machine.travel(NEW_YEARS_EVE, tick=False)
def test_now_is_utc_and_follows_a_frozen_clock() -> None:
    assert clock.now() == NEW_YEARS_EVE
    assert clock.now().tzinfo is UTC


@time_machine.travel(NEW_YEARS_EVE, tick=False)
def test_today_is_the_date_in_tsuyama_and_not_in_greenwich() -> None:
    assert clock.today() == date(2026, 1, 1)
    assert clock.local_now().utcoffset() == timedelta(hours=9)


@time_machine.travel(NEW_YEARS_EVE, tick=False)
def test_the_offset_moves_the_clock_thirty_days_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(clock.OFFSET_VARIABLE, str(30 * 86400))
    assert clock.now() == NEW_YEARS_EVE + timedelta(days=30)
    assert clock.today() == date(2026, 1, 31)


def test_an_offset_that_is_no_number_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(clock.OFFSET_VARIABLE, "tomorrow")
    with pytest.raises(clock.ClockOffsetError, match="tomorrow"):
        clock.now()
