"""Names with their readings, and what a sign leaves out."""

from __future__ import annotations

from typing import Any

import pytest

from cms.languages.table import CODES
from cms.signage.manifest import texts
from cms.signage.manifest.words import WORDS


def document(**members: Any) -> dict[str, Any]:
    return {"lang": "ja", "member_langs": {}, **members}


@pytest.mark.parametrize(
    ("name", "reading", "spans"),
    [
        ("鶴山公園", "かくざんこうえん", [["鶴山公園", "かくざんこうえん"]]),
        (
            "津山納涼ごんごまつり",
            "つやまのうりょうごんごまつり",
            [["津山納涼", "つやまのうりょう"], ["ごんごまつり", ""]],
        ),
        (
            "津山城 復元3Dモデル",
            "つやまじょう ふくげんすりーでぃーもでる",
            [["津山城", "つやまじょう"], [" ", ""], ["復元3Dモデル", ""]],
        ),
    ],
)
def test_readings_stand_over_kanji_word_by_word(name: str, reading: str, spans: list[list[str]]) -> None:
    assert texts.name(document(name=name, reading=reading))["ruby"] == spans


def test_reading_that_does_not_fit_the_name_is_left_out() -> None:
    assert "ruby" not in texts.name(document(name="加茂郷フルマラソン全国大会", reading="かもごうふるまらそん"))


def test_readings_of_the_document_come_first() -> None:
    html = "<ruby>衆楽園<rp>（</rp><rt>しゅうらくえん</rt><rp>）</rp></ruby>の池 &amp; 橋"
    found = texts.name(document(name="衆楽園の池 & 橋", reading="wrong", name_html=html))
    assert found["ruby"] == [["衆楽園", "しゅうらくえん"], ["の池 & 橋", ""]]


def test_names_in_other_languages_have_no_readings() -> None:
    assert "ruby" not in texts.name(document(name="Kakuzan Park", reading="かくざんこうえん") | {"lang": "en"})


def test_designation_without_its_year() -> None:
    found = texts.designation(document(designations=["国指定史跡（1963）", "日本100名城"]))
    assert found == {"text": "国指定史跡", "lang": "ja"}


def test_sign_speaks_all_languages_with_the_same_slots() -> None:
    import re

    def slots(phrase: str) -> set[str]:
        return set(re.findall(r"\{(\w+)\}", phrase))

    assert tuple(WORDS) == CODES
    for key, phrase in WORDS["ja"].items():
        for code in CODES:
            assert WORDS[code][key]
            assert slots(WORDS[code][key]) == slots(phrase), (code, key)
