"""The extra `ja`: names without a confirmed reading are found by kana and romaji, and nothing else gets worse.

`tests/golden/unread.csv` was written before anything was measured; none of its 60 names stands in the demo.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache

import pytest

from cms.languages import guessing, romaji
from cms.search.tokens import COLUMNS, index_row
from cms.search.tokens.version import tokens_version
from tests.cms.search.tokens.corpus import _NAMES, GOLDEN, LABELS, Index, golden_queries

NEEDS = "needs the extra ja: pip install sudachipy sudachidict_small"


@cache
def unread() -> list[dict[str, str]]:
    with (GOLDEN / "unread.csv").open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


class Town(Index):
    """The golden places, and objects of which nobody confirmed a reading, as the projection writes them."""

    def __init__(self, *, guessing_too: bool, readings: bool) -> None:
        self.guessing_too, self.readings = guessing_too, readings
        super().__init__()
        for number, thing in enumerate(unread()):
            for lang in ("ja", "en"):
                self.write(
                    f"unread-{number}", lang, index_row(name=thing["name"], text_readings=self.guess(thing["name"]))
                )

    def guess(self, name: str) -> list[str]:
        return [guess for guess in [guessing.guessed(name)] if guess] if self.guessing_too else []

    def add(self, spot: dict[str, str], lang: str) -> None:
        """Write a place as ever, or as if nobody had confirmed its reading."""
        if self.readings:
            super().add(spot, lang)
            return
        names = dict.fromkeys(spot[column] for column in _NAMES.values())
        japanese = lang.startswith("ja")
        row = index_row(
            name=spot[_NAMES[lang]],
            other_names=[name for name in names if name != spot[_NAMES[lang]]],
            category=LABELS.get(spot["category"], {}).get(lang, ""),
            texts=[spot["facts_ja"], spot["designation"]] if japanese else [spot["facts_en"]],
            text_readings=self.guess(spot["name_ja"]),
        )
        self.write(spot["id"], lang, row)

    def write(self, identity: str, lang: str, row: object) -> None:
        values = [identity, lang, *(getattr(row, column) for column in COLUMNS)]
        self.connection.execute(f"INSERT INTO search VALUES ({', '.join('?' * len(values))})", values)


@pytest.fixture(params=[True, False], ids=["with readings", "as if no reading were confirmed"])
def towns(request: pytest.FixtureRequest) -> Iterator[tuple[Town, Town]]:
    """Yield the town without and with guesses."""
    if not guessing.rules():
        pytest.skip(NEEDS)
    pair = tuple(Town(guessing_too=guess, readings=request.param) for guess in (False, True))
    yield pair  # type: ignore[misc]
    for town in pair:
        town.connection.close()


def found(town: Town, query: str) -> list[bool]:
    """Return of each name of the set whether a query of its kana or romaji finds it."""
    asked = [thing["kana"] if query == "kana" else romaji.from_kana(thing["kana"]) for thing in unread()]
    return [f"unread-{number}" in town.search(words, "ja") for number, words in enumerate(asked)]


@pytest.mark.full
@pytest.mark.parametrize("query", ["kana", "romaji"])
def test_names_that_nobody_read_are_found_by_their_sound(towns: tuple[Town, Town], query: str) -> None:
    without, with_guesses = (sum(found(town, query)) for town in towns)
    print(f"\n{query}: {without} of {len(unread())} without, {with_guesses} with")
    assert with_guesses >= 40 > 10 >= without


@pytest.mark.full
@pytest.mark.parametrize("file", ["search.json"])
def test_no_golden_query_is_answered_worse(towns: tuple[Town, Town], file: str) -> None:
    worse = []
    for golden in golden_queries(file):
        before, after = (town.search(golden.query, golden.lang) for town in towns)
        lost = {place for place in golden.must_find if place in before and place not in after}
        wrong = {place for place in golden.must_not_find if place in after and place not in before}
        first = golden.is_met(before) and not golden.is_met(after)
        if lost or wrong or first:
            worse.append((golden.query, lost, wrong, before[:2], after[:2]))
    assert worse == []


@pytest.mark.full
def test_where_no_reading_is_confirmed_more_golden_queries_are_answered(towns: tuple[Town, Town]) -> None:
    wanted = [(golden, place) for golden in golden_queries() for place in golden.must_find]
    without, with_guesses = (
        sum(place in town.search(golden.query, golden.lang) for golden, place in wanted) / len(wanted) for town in towns
    )
    print(f"\nrecall of the golden queries: {without:.3f} without, {with_guesses:.3f} with")
    assert with_guesses >= without
    assert with_guesses > without or towns[0].readings


def test_without_the_extra_nobody_guesses_and_with_it_the_index_is_another(monkeypatch: pytest.MonkeyPatch) -> None:
    versions = []
    for installed in ("", "SudachiPy 0.7 SudachiDict-small 1"):
        monkeypatch.setattr("cms.search.tokens.version.rules", lambda said=installed: said)
        versions.append(tokens_version.__wrapped__())
    assert versions[0] != versions[1]
    guessing.guessed.cache_clear()
    monkeypatch.setattr(guessing, "rules", lambda: "")
    assert guessing.guessed("銅鏡") == ""
    guessing.guessed.cache_clear()


def test_a_guess_is_kana_or_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    words = {
        "銅鏡": [("銅鏡", "ドウキョウ")],
        "鯱𠮷": [("鯱", "シャチ"), ("𠮷", "𠮷")],
        "城（跡）": [("城", "シロ"), ("（", "（"), ("跡", "アト"), ("）", "）")],
    }
    monkeypatch.setattr(guessing, "rules", lambda: "some")
    monkeypatch.setattr(guessing, "_reader", lambda: words.__getitem__)
    guessing.guessed.cache_clear()
    assert [guessing.guessed(name) for name in (*words, "かな", "Castle", "城" * 61)] == [
        "ドウキョウ",
        "",
        "シロアト",
        "",
        "",
        "",
    ]
    guessing.guessed.cache_clear()
