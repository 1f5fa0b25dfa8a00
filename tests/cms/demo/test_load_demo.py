"""Loading the demo: complete, through the front door, and only once."""

from __future__ import annotations

import json
from datetime import date
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client

from cms.demo.content import uuid_of
from cms.publishing.models import Outbox, PublishedThing
from cms.publishing.services import drain
from cms.records.models import Record
from cms.signage.models import Display
from media_pipeline.demo.loading import KEEP
from museum.models import Item
from tours.demo.occurrences import coming
from tours.models import Event, Place, Tour

NOVEMBER = date(2026, 11, 22)


def load() -> str:
    out = StringIO()
    call_command("load_demo", stdout=out)
    return out.getvalue()


@pytest.mark.django_db
@time_machine.travel("2026-11-22T03:00:00Z", tick=True)
def test_the_demo_is_complete_and_a_second_run_changes_nothing(client: Client) -> None:
    """Nor does a third bring back what an editor took back. In one test, for the first run takes ten seconds."""
    load()
    assert Place.objects.filter(live=True).count() == 65
    assert (Item.objects.filter(live=True).count(), Event.objects.count(), Tour.objects.count()) == (12, 6, 4)
    assert not Record.objects.filter(live=False, withdrawn_at=None).exclude(kind="story").exists()
    while drain():
        pass
    assert not Outbox.objects.exists()
    sequences = dict(PublishedThing.objects.values_list("uuid", "sequence"))
    before = list(Place.objects.values_list("uuid", "modified"))

    assert all(part.startswith("0 ") for part in load().strip().split(", "))
    assert list(Place.objects.values_list("uuid", "modified")) == before
    assert dict(PublishedThing.objects.values_list("uuid", "sequence")) == sequences

    sign = Display.objects.select_related("playlist").get()
    assert sign.playlist is not None and sign.playlist.headline.text("ja").startswith("天守の")
    assert "石垣にのぼり" in client.get("/ja/").content.decode()

    withdrawn = client.get(f"/api/v1/places/{uuid_of('place', 'demo-withdrawn-desk')}")
    assert withdrawn.status_code == 410
    museum = client.get(f"/api/v1/places/{uuid_of('place', 'tsuyama-city-museum')}?lang=ko").json()
    assert (museum["lang"], museum["lang_status"]) == ("ko", "machine")
    assert museum["open_now"] is True
    shown = {Place.objects.get(slug="tsuyama-tenshudai").asset, Item.objects.get(slug="keep-reconstruction").asset}
    assert shown == {KEEP}
    castle = json.dumps(
        client.get(f"/api/v1/places/{uuid_of('place', 'tsuyama-castle')}?lang=ja").json(), ensure_ascii=False
    )
    assert "国指定史跡（1963）" in castle
    assert "津山城模型" in castle

    Place.objects.get(slug="hatsuyuki").delete()
    load()
    assert not Place.objects.filter(slug="hatsuyuki").exists()


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        (
            {"kind": "period", "from": {"month": 3, "part": "late"}, "until": {"month": 4, "part": "mid"}},
            [("2027-03-21", "2027-04-20")],
        ),
        (
            {"kind": "period", "from": {"month": 11, "part": "mid"}, "until": {"month": 11, "part": "late"}},
            [("2026-11-11", "2026-11-30")],
        ),
        ({"kind": "nth_weekday", "month": 8, "weekday": "sat", "nth": 1, "days": 2}, [("2027-08-07", "2027-08-08")]),
        ({"kind": "month", "month": 4}, []),
    ],
)
def test_yearly_events_come_next_after_today_or_are_on(rule, days) -> None:
    assert [(first.isoformat(), last.isoformat()) for first, last in coming(rule, NOVEMBER)] == days


def test_the_rule_of_the_tsuyama_festival_gives_the_known_dates_of_2025() -> None:
    third = {"kind": "nth_weekday", "month": 10, "weekday": "sun", "nth": 3, "days": 1}
    rule = {"kind": "several", "rules": [third, third | {"nth": 4}]}
    assert [first.isoformat() for first, _ in coming(rule, date(2025, 10, 1))] == ["2025-10-19", "2025-10-26"]


def test_the_rule_of_the_gongo_festival_gives_the_known_dates_of_2024() -> None:
    rule = {"kind": "nth_weekday", "month": 8, "weekday": "sat", "nth": 1, "days": 2}
    assert coming(rule, date(2024, 8, 1)) == [(date(2024, 8, 3), date(2024, 8, 4))]
