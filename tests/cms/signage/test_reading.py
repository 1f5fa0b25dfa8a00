"""How long a slide stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.signage.manifest.reading import LONGEST, SHORTEST, USUAL, characters, seconds


@pytest.mark.parametrize(
    ("texts", "longest", "expected"),
    [
        (["鶴山公園"], USUAL, 8),
        (["あ" * 40], USUAL, 13),
        (["あ" * 41], USUAL, 14),
        (["あ" * 300], USUAL, 20),
        (["あ" * 300], LONGEST, 30),
        (["a" * 100], USUAL, 13),
        ([], USUAL, 8),
    ],
)
def test_four_characters_a_second_and_three_seconds_to_arrive(texts: list[str], longest: int, expected: int) -> None:
    assert seconds(texts, longest=longest) == expected


def test_alphabets_are_read_two_and_a_half_times_as_fast() -> None:
    assert characters("Tsuyama Castle Ruins") == pytest.approx(20 / 2.5)
    assert characters("津山城") == 3


@given(st.lists(st.text()), st.integers(min_value=8, max_value=100))
def test_never_under_eight_nor_over_thirty_seconds(texts: list[str], longest: int) -> None:
    assert SHORTEST <= seconds(texts, longest=longest) <= min(longest, LONGEST)
