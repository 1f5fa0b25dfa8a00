"""Demo items: a dozen, each marked as a demonstration, one withdrawn, and nothing invented about real things."""

from __future__ import annotations

import pytest

from cms.media.rights import BY_CODE
from tests.cms.demo.files import SHORT, keys, load

ITEMS = load("museum/items")


def test_a_dozen_items_and_one_that_was_withdrawn():
    assert len([item for item in ITEMS if not item["withdrawn"]]) == 12
    assert [item["key"] for item in ITEMS if item["withdrawn"]] == ["demo-withdrawn-item"]
    assert [item["accession_number"] for item in ITEMS] == [f"DEMO-{number:04d}" for number in range(1, 14)]


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item["key"])
def test_references_resolve_and_texts_fit(item):
    assert item["category"] in keys("museum/categories")
    assert set(item["tags"]) <= keys("cms/tags")
    assert item["rights"] in BY_CODE
    assert item["image"] is None or item["image"] in keys("cms/artwork")
    assert item["display_place"] is None or item["display_place"] in keys("tours/places")
    assert {row["key"] for row in item["related"]} <= keys("tours/places")
    assert all(len(short["text"]) <= SHORT[lang] for lang, short in item["short"].items())


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item["key"])
def test_what_is_imagined_says_so_where_it_is_read(item):
    assert item["demonstration"] is True
    if not item["real"]:
        assert "架空" in item["names"]["ja"]
        assert "demonstration" in item["names"]["en"].lower()
        assert "架空" in item["demonstration_note"]["ja"]


@pytest.mark.parametrize("item", [item for item in ITEMS if item["real"]], ids=lambda item: item["key"])
def test_a_real_thing_carries_no_invented_measure_or_date(item):
    assert item["dimensions"] is None
    assert item["key"] == "keep-reconstruction" or item["date"]["earliest"] is None


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item["key"])
def test_dates_are_in_order(item):
    date = item["date"]
    assert (date["earliest"] is None) == (date["latest"] is None)
    assert date["earliest"] is None or date["earliest"] <= date["latest"]
