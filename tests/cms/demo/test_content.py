"""Demo vocabulary, glossary and stories."""

from __future__ import annotations

import re

import pytest

from cms.languages.readings import easy_words
from cms.languages.ruby import Entry, Glossary
from cms.languages.table import CODES
from cms.media.rights import BY_CODE
from tests.cms.demo.files import ROOT, SHORT, keys, load, localized

STORIES = load("cms/stories")
BLOCKS = {"paragraph", "heading", "image", "record", "model", "facts"}
PLURALS = {"place": "tours/places", "item": "museum/items", "event": "tours/events", "tour": "tours/tours"}


@pytest.mark.parametrize("name", ["cms/tags", "tours/categories", "museum/categories"])
def test_controlled_words_have_a_name_in_all_seven_languages(name):
    for row in load(name):
        assert set(row["names"]) == set(CODES), row["slug"]
        assert len(row["names"]["ja"]) <= 20


def test_artwork_has_words_and_a_licence_of_the_closed_list():
    for row in load("cms/artwork"):
        assert set(row["alt"]) == {"ja", "en"}
        assert row["credit"]
        assert row["licence"] in BY_CODE


def test_six_stories_without_quotations():
    assert len(STORIES) == 6
    assert {block["type"] for story in STORIES for block in story["blocks"]} <= BLOCKS


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story["key"])
def test_what_a_story_shows_exists(story):
    assert story["image"] in keys("cms/artwork")
    assert set(story["tags"]) <= keys("cms/tags")
    assert story["sources"]
    assert all(len(lead["text"]) <= SHORT[lang] for lang, lead in story["lead"].items())
    for block in story["blocks"]:
        if block["type"] == "record":
            assert block["key"] in keys(PLURALS[block["kind"]])
        if block["type"] == "image":
            assert block["artwork"] in keys("cms/artwork")


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story["key"])
def test_every_block_is_written_in_japanese_and_english(story):
    for texts in localized(story["blocks"]):
        assert texts["ja"]
        assert texts["en"]


def glossary():
    names = (Entry(row["surface"], row["reading"], row["confirmed"]) for row in load("cms/glossary"))
    return Glossary((*names, *easy_words()))


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("津山", "つやま"),
        ("作州", "さくしゅう"),
        ("鶴山公園", "かくざんこうえん"),
        ("鶴山八幡宮", "つるやまはちまんぐう"),
        ("山下", "さんげ"),
        ("院庄", "いんのしょう"),
        ("布滝", "のんだき"),
        ("阿波", "あば"),
        ("二宮", "にのみや"),
        ("一宮", "いちのみや"),
    ],
)
def test_names_on_the_must_pass_list_are_read_right(text, read):
    assert "".join(span.reading or span.text for span in glossary().spans(text)) == read


def test_only_city_names_with_a_source_are_confirmed():
    assert all(
        row["source"] != "to be checked by a person of the place" for row in load("cms/glossary") if row["confirmed"]
    )


def test_easy_japanese_texts_have_a_reading_over_every_word():
    """Counters after digits and single kanji that stand alone are the reader's own."""
    readings = glossary()
    texts = [
        value if isinstance(value, str) else value["text"]
        for name in ("tours/places", "tours/events", "tours/tours", "museum/items", "cms/stories")
        for mapping in localized(load(name))
        if isinstance(value := mapping.get("ja-x-easy", ""), str) or "text" in value
    ]
    bare = {
        word
        for text in texts
        for span in readings.spans(text)
        if not span.reading
        for word in re.findall(r"[一-龥々]{2,}", span.text)
    }
    assert bare == set()


def test_every_piece_of_artwork_is_committed_as_a_picture():
    committed = {path.stem for path in (ROOT / "cms/demo/artwork").glob("*.webp")}
    assert keys("cms/artwork") == committed
