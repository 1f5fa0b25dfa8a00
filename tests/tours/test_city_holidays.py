"""The city's own holidays: opening rules follow them, and what was stored is made anew."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError

from cms import clock
from cms.publishing.models import Outbox, PublishedWindow
from cms.publishing.services import drain
from tests import factories
from tours.models import CityHoliday, Place

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 30)
HOURS = {"days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "spans": [{"opens": "09:00", "closes": "17:00"}]}
MUSEUM = {
    "kind": "hours",
    "hours": [HOURS],
    "closed_weekdays": [{"days": ["mon"], "if_holiday": "shift_to_next_non_holiday"}],
}


@pytest.fixture(autouse=True)
def sunday_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 22, 3, 0, tzinfo=UTC))


def open_days(place: Place) -> set[date]:
    found = PublishedWindow.objects.filter(thing_id=place.uuid)
    return {window.start.astimezone(clock.TOKYO).date() for window in found}


def test_museum_opens_on_the_citys_holiday_and_closes_the_day_after() -> None:
    museum = factories.place("tsuyama-city-museum", opening=MUSEUM)
    assert MONDAY not in open_days(museum)
    CityHoliday.objects.create(day=MONDAY, name="市制記念日（見本）")
    drain()
    assert MONDAY in open_days(museum)
    assert date(2026, 12, 1) not in open_days(museum)


def test_taking_the_day_back_closes_the_museum_again() -> None:
    museum = factories.place("tsuyama-city-museum", opening=MUSEUM)
    day = CityHoliday.objects.create(day=MONDAY, name="市制記念日（見本）")
    drain()
    day.delete()
    drain()
    assert MONDAY not in open_days(museum)


def test_day_that_is_moved_away_counts_no_more() -> None:
    museum = factories.place("tsuyama-city-museum", opening=MUSEUM)
    CityHoliday.objects.create(day=MONDAY, name="市制記念日（見本）")
    drain()
    day = CityHoliday.objects.get()
    day.day = date(2026, 12, 2)
    day.save()
    drain()
    assert MONDAY not in open_days(museum)


def test_national_holiday_can_count_as_an_ordinary_day() -> None:
    museum = factories.place("tsuyama-city-museum", opening=MUSEUM)
    labour_day = date(2026, 11, 23)
    assert labour_day in open_days(museum)
    CityHoliday.objects.create(day=labour_day, counts_as="ordinary")
    drain()
    assert labour_day not in open_days(museum)


def test_only_places_whose_hours_follow_holidays_are_made_anew() -> None:
    museum = factories.place("tsuyama-city-museum", opening=MUSEUM)
    factories.place("tsuyama-castle", opening={"kind": "hours", "hours": [HOURS]})
    factories.place("kanba-falls", opening={"kind": "always"})
    CityHoliday.objects.create(day=MONDAY, name="市制記念日（見本）")
    assert list(Outbox.objects.values_list("uuid", flat=True)) == [museum.uuid]


def test_day_beyond_the_look_ahead_waits_for_the_nightly_roll() -> None:
    factories.place("tsuyama-city-museum", opening=MUSEUM)
    CityHoliday.objects.create(day=date(2027, 3, 1), name="市制記念日（見本）")
    assert not Outbox.objects.exists()


def test_holiday_needs_a_name() -> None:
    with pytest.raises(ValidationError, match="name"):
        CityHoliday(day=MONDAY).full_clean()


def test_form_and_preview_know_the_day(admin_client: object) -> None:
    CityHoliday.objects.create(day=MONDAY, name="市制記念日（見本）")
    import json

    said = admin_client.post("/admin/opening/preview/", {"rule": json.dumps(MUSEUM)}).json()  # type: ignore[attr-defined]
    assert said["days"][8]["hours"] != said["days"][9]["hours"]
    assert admin_client.get("/admin/snippets/tours/cityholiday/").status_code == 200  # type: ignore[attr-defined]
