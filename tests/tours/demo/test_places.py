"""The demo places: complete, within limits, and every reference resolves."""

from __future__ import annotations

import csv
import re

import pytest

from cms.languages.table import CODES
from tests.cms.demo.files import MEDIUM, ROOT, SHORT, keys, load
from tours.opening import from_json, to_json

PLACES = load("tours/places")
READING = re.compile(r"[ぁ-ゖー（）・ ]+\Z")
SPOTS = {row["id"]: row for row in csv.DictReader((ROOT / "tests/golden/spots.csv").open(encoding="utf-8"))}


def by_key(place):
    return place["key"]


def test_all_sixty_five_spots_are_places_and_one_more_is_withdrawn():
    assert {place["key"] for place in PLACES if not place["withdrawn"]} == set(SPOTS)
    assert [place["key"] for place in PLACES if place["withdrawn"]] == ["demo-withdrawn-desk"]


@pytest.mark.parametrize("place", PLACES, ids=by_key)
def test_tags_category_and_artwork_exist(place):
    assert place["category"] in {row["slug"] for row in load("tours/categories") if row["kind"] == "place"}
    assert set(place["tags"]) <= keys("cms/tags")
    assert place["image"] is None or place["image"] in keys("cms/artwork")


@pytest.mark.parametrize("place", PLACES, ids=by_key)
def test_texts_fit_and_exist_in_japanese_and_english(place):
    assert {"ja", "en"} <= set(place["short"]) <= set(CODES)
    assert all(len(short["text"]) <= SHORT[lang] for lang, short in place["short"].items())
    assert {"ja", "en"} <= set(place["text"])
    assert all(0 < len(text) <= MEDIUM[lang] for lang, text in place["text"].items())
    assert set(place["names"]) >= set(place["short"])


@pytest.mark.parametrize("place", PLACES, ids=by_key)
def test_the_reading_is_kana(place):
    assert READING.match(place["reading"])


@pytest.mark.parametrize("place", [place for place in PLACES if place["opening"]], ids=by_key)
def test_the_opening_rule_can_be_read(place):
    rule = from_json(place["opening"]["rule"])
    assert from_json(to_json(rule)) == rule


@pytest.mark.parametrize("place", [place for place in PLACES if place["position"]], ids=by_key)
def test_the_position_is_the_published_one_around_tsuyama(place):
    position = place["position"]
    assert 35.0 < position["lat"] < 35.3
    assert 133.6 < position["lon"] < 134.2
    assert 30 <= position["accuracy_m"] <= 1000
    if place["key"] in SPOTS:
        assert (position["lat"], position["lon"]) == (
            float(SPOTS[place["key"]]["lat"]),
            float(SPOTS[place["key"]]["lon"]),
        )


def test_only_published_coordinates_are_targets_for_navigation():
    exact = {place["key"] for place in PLACES if place["position"] and place["position"]["navigable"]}
    assert "tsuyama-castle" in exact
    assert not exact & {"bitchu-yagura", "yokono-falls", "hongenji", "joto-district"}


def test_local_names_are_read_as_the_town_reads_them():
    readings = {place["key"]: place["reading"] for place in PLACES}
    assert readings["nunotaki"] == "のんだき"
    assert readings["awa"] == "あば"
    assert readings["tsuruyama-hachimangu"] == "つるやまはちまんぐう"
    assert readings["tsuyama-castle"].endswith("（かくざんこうえん）")


def test_what_a_source_doubts_is_never_stated_as_certain():
    doubtful = [place for place in PLACES if place["sources"] and place["sources"][0]["confidence"] == "low"]
    assert {"kurosawasan", "mimasaka-kawai-station", "kamogo-marathon"} <= {place["key"] for place in doubtful}
    assert all(fact["certainty"] == "to_confirm" for place in doubtful for fact in place["facts"])


def numbers(*texts):
    """Return the numbers in texts; thousands are written 1,000 or, in French, 1 000."""
    joined = re.sub(r"(?<=[0-9])[, ](?=[0-9]{3})", "", " ; ".join(texts))
    return set(re.findall(r"[0-9]+", joined))


def test_numbers_in_texts_come_from_the_spot_list():
    """A year, length or count that no fact holds would be an invention."""
    known = numbers(*(value for spot in SPOTS.values() for value in spot.values()))
    for place in PLACES:
        for lang in place["text"]:
            used = numbers(place["text"][lang], *place["body"].get(lang, ()))
            used |= numbers(place["short"].get(lang, {"text": ""})["text"])
            assert used <= known, (place["key"], lang, used - known)


def test_related_things_exist():
    known = {
        "place": keys("tours/places"),
        "event": keys("tours/events"),
        "tour": keys("tours/tours"),
        "item": keys("museum/items"),
        "story": keys("cms/stories"),
    }
    related = [row for place in PLACES for row in place["related"]]
    assert [row for row in related if row["key"] not in known[row["kind"]]] == []
