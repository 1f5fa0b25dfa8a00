"""What a row or card says beside the name: kind, effort of a tour, and who translated a list."""

from __future__ import annotations

from typing import Any

import pytest
from django.template.loader import render_to_string

from cms.frontend.cards import Card, effort
from cms.frontend.details import mentioned
from cms.frontend.templatetags.frontend import event_when
from cms.frontend.views.lists import machine_only
from cms.languages.table import by_code
from tests.cms.frontend.documents import castle, castle_walk, cherry_festival


def row(card: Card) -> str:
    return render_to_string("cms_frontend/components/row.html", {"card": card, "language": by_code("ja")})


def test_related_things_say_their_kind_above_the_name() -> None:
    festival = cherry_festival()
    (card,) = mentioned({"related": [festival]}, "ja")
    shown = row(card)
    assert shown.index('class="kind"') < shown.index(festival["name"])


def test_a_list_of_one_kind_does_not_repeat_it() -> None:
    assert 'class="kind"' not in row(Card(castle(), "/ja/places/tsuyama-castle/", None))


def test_a_tour_says_how_long_and_how_far() -> None:
    assert effort(castle_walk() | {"duration_minutes": 125, "distance_m": 640}, "ja") == ("2時間5分", "640 m")
    assert effort({"kind": "tour"}, "ja") == ()
    assert effort({"kind": "place", "duration_minutes": 125}, "ja") == ()


@pytest.mark.parametrize(
    ("rows", "once"),
    [
        ([("fr", "machine"), ("fr", "machine"), ("en", "reviewed")], True),
        ([("fr", "machine"), ("fr", "reviewed")], False),
        ([("en", "reviewed")], False),
        ([], False),
    ],
)
def test_a_list_says_once_that_a_machine_translated_all_of_its_own_language(
    rows: list[tuple[str, str]], once: bool
) -> None:
    cards: list[Any] = [Card({"lang": lang, "lang_status": status}, "", None) for lang, status in rows]
    assert machine_only(cards, "fr") is once


def test_days_in_a_narrow_column_break_after_the_year_first() -> None:
    days = {"starts": "2027-08-07T00:00:00+09:00", "ends": "2027-08-08T23:59:00+09:00"}
    assert event_when(days, "ja", 2026) == '2027年<wbr><span class="days">8月7日〜<wbr>8日</span>'
    assert event_when(days, "ja", 2027) == "8月7日〜<wbr>8日"
