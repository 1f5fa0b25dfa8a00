"""The reading glossary on its way into documents, search and back out again."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from django.core.exceptions import ValidationError

from cms.languages.models import Reading
from cms.languages.readings import glossary
from cms.publishing.models import DocumentDependency, Outbox, PublishedDocument
from cms.publishing.rebuilding import verify
from cms.publishing.services import drain
from cms.records.html import plain
from cms.search.selectors import search
from tests import factories

pytestmark = pytest.mark.django_db


def full(thing: Any, lang: str = "ja") -> dict[str, Any]:
    return orjson.loads(bytes(PublishedDocument.objects.get(thing=thing.uuid, lang=lang).full))  # type: ignore[no-any-return]


def confirm(surface: str, reading: str) -> Reading:
    return Reading.objects.create(surface=surface, reading=reading, status="confirmed", confirmed_source="観光振興課")


def ruby(surface: str, reading: str) -> str:
    return f"<ruby>{surface}<rp>（</rp><rt>{reading}</rt><rp>）</rp></ruby>"


@pytest.fixture
def castle() -> Any:
    return factories.place(
        name={"ja": "津山城（鶴山公園）", "en": "Tsuyama Castle", "ja-x-easy": "津山城"},
        reading="つやまじょう（かくざんこうえん）",
        text={"ja": "津山市山下にある津山城の跡。", "en": "Castle ruins in Sange."},
    )


def test_a_records_own_reading_stands_over_its_name_and_in_its_text(castle: Any) -> None:
    document = full(castle)
    assert document["name_html"] == f"{ruby('津山城', 'つやまじょう')}（{ruby('鶴山公園', 'かくざんこうえん')}）"
    assert f"にある{ruby('津山城', 'つやまじょう')}の跡" in document["text_html"]
    assert document["text"] == "津山市山下にある津山城の跡。"


def test_easy_japanese_has_the_part_of_the_reading_that_its_shorter_name_needs(castle: Any) -> None:
    assert full(castle, "ja-x-easy")["name_html"] == ruby("津山城", "つやまじょう")


def test_other_languages_have_no_furigana(castle: Any) -> None:
    assert "name_html" not in full(castle, "en")
    assert "<ruby" not in full(castle, "en")["text_html"]


def test_other_languages_say_the_japanese_name_that_people_in_the_city_know(castle: Any) -> None:
    assert full(castle, "en")["name_ja"] == "津山城（鶴山公園）"
    assert not [code for code in ("ja", "ja-x-easy") if "name_ja" in full(castle, code)]


def test_a_name_that_falls_back_to_japanese_is_not_said_twice(castle: Any) -> None:
    assert "name_ja" not in full(factories.place(slug="nondaki", name={"ja": "布滝"}, reading="のんだき"), "fr")


def test_a_confirmed_reading_reaches_the_document_and_leaves_it_again(castle: Any) -> None:
    entry = confirm("山下", "さんげ")
    drain()
    assert ruby("山下", "さんげ") in full(castle)["text_html"]
    assert DocumentDependency.objects.filter(thing=castle.uuid, on="reading:山下").exists()
    entry.delete()
    drain()
    assert "さんげ" not in full(castle)["text_html"]


def test_a_suggestion_reaches_nobody(castle: Any) -> None:
    Reading.objects.create(surface="山下", reading="やました")
    drain()
    assert "やました" not in full(castle)["text_html"]
    assert glossary().spoken("山下") == "山下"


def test_a_changed_surface_makes_both_the_old_and_the_new_texts_anew(castle: Any) -> None:
    entry = confirm("山下", "さんげ")
    drain()
    entry = Reading.objects.get(pk=entry.pk)
    entry.surface, entry.reading = "市山下", "しさんげ"
    entry.save()
    drain()
    assert "<rt>さんげ</rt>" not in full(castle)["text_html"]
    assert "<rt>しさんげ</rt>" in full(castle)["text_html"]


def test_a_longer_name_is_found_in_texts_where_a_shorter_one_has_furigana(castle: Any) -> None:
    confirm("津山", "つやま")
    drain()
    assert ruby("津山", "つやま") + "市" in full(castle)["text_html"]
    confirm("津山市山下", "つやましさんげ")
    drain()
    assert ruby("津山市山下", "つやましさんげ") in full(castle)["text_html"]


def test_a_reading_of_names_that_no_text_holds_makes_nothing_anew(castle: Any) -> None:
    drain()
    confirm("院庄", "いんのしょう")
    assert not Outbox.objects.exists()


def test_a_place_is_found_by_the_reading_of_its_address(castle: Any) -> None:
    assert not search("ja", "さんげ").rows
    confirm("山下", "さんげ")
    drain()
    assert [row.uuid for row in search("ja", "さんげ").rows] == [castle.uuid]


def test_what_stands_is_what_would_be_made(castle: Any) -> None:
    confirm("山下", "さんげ")
    drain()
    found = verify()
    assert found.documents
    assert (found.differ, found.pending) == (0, 0)


def test_furigana_are_no_part_of_the_plain_text() -> None:
    assert plain(f"<p>{ruby('山下', 'さんげ')}の城</p>") == "山下の城"


@pytest.mark.parametrize(("surface", "reading"), [("さんげ", "さんげ"), ("山下", "Sange"), ("山<b>", "さん")])
def test_what_can_be_no_reading_is_refused(surface: str, reading: str) -> None:
    with pytest.raises(ValidationError):
        Reading(surface=surface, reading=reading).full_clean()
