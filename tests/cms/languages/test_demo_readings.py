"""The demo's readings: the must-pass list, and once is enough."""

from __future__ import annotations

import pytest

from cms.languages import demo
from cms.languages.models import Reading
from cms.languages.readings import glossary
from tests.cms.languages.test_ruby import MUST_PASS

pytestmark = pytest.mark.django_db


def test_the_must_pass_list_is_read_right_in_the_demo() -> None:
    demo.load()
    applied = glossary()
    assert {surface: applied.spoken(surface) for surface in MUST_PASS} == MUST_PASS


def test_a_second_load_changes_nothing_and_keeps_what_a_person_corrected() -> None:
    assert demo.load()["readings"] > 100
    Reading.objects.filter(surface="山下").update(reading="やました")
    assert demo.load() == {"readings": 0}
    assert glossary().spoken("山下") == "やました"


def test_every_reading_is_one() -> None:
    demo.load()
    entries = list(Reading.objects.all())
    assert len(entries) > 100
    for entry in entries:
        entry.full_clean()
