"""What is looked for near a place, in the languages that say the place before and in those that say it behind."""

from __future__ import annotations

import pytest

from cms.search.tokens import without_place


@pytest.mark.parametrize(
    ("typed", "what"),
    [
        ("where to eat near the castle", "where to eat"),
        ("Parking close to Kakuzan Park", "Parking"),
        ("où manger près du château", "où manger"),
        ("hôtel à côté de la gare", "hôtel"),
        ("津山城の近くの駐車場", "駐車場"),
        ("駅 周辺 うどん", "うどん"),
        ("津山站附近的美食", "美食"),
        ("쓰야마성 근처 맛집", "맛집"),
    ],
)
def test_the_place_is_left_out(typed: str, what: str) -> None:
    assert without_place(typed) == what


@pytest.mark.parametrize(
    "typed", ["near", "near the castle", "津山城の近く", "周辺", "附近", "próximo", "nearly done", "", "   "]
)
def test_where_only_a_place_is_spoken_of_nothing_is_left(typed: str) -> None:
    assert without_place(typed) == ""


def test_a_long_query_is_cut_and_read_in_no_time() -> None:
    assert len(without_place("の近く" * 4000)) <= 200
    assert len(without_place("a near " * 4000)) <= 200
