"""Work on all cores: results come in order, and items are taken only as they are needed."""

from __future__ import annotations

import pytest

from media_pipeline.errors import BadInput
from media_pipeline.parallel import MOST, ahead


def test_results_come_in_the_order_of_their_items():
    assert list(ahead(lambda number: number * number, range(50))) == [number * number for number in range(50)]


def test_no_more_items_are_taken_than_are_worked_on():
    taken = []

    def items():
        for number in range(100):
            taken.append(number)
            yield number

    results = ahead(str, items())
    assert next(results) == "0"
    assert len(taken) <= MOST + 1
    results.close()


def test_first_fault_in_the_order_of_items_is_raised():
    def faulty(number: int) -> int:
        if number in (3, 5):
            raise BadInput("wall.obj", f"line {number}", "no number")
        return number

    with pytest.raises(BadInput, match="line 3"):
        list(ahead(faulty, range(50)))
