"""Romaji in and out, and spellings of one name that must sound the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.languages import romaji

KANA = st.text(
    alphabet="あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわんがじずばぴ",
    min_size=1,
)


@pytest.mark.parametrize(
    ("kana", "expected"),
    [
        ("つやまじょう", "tsuyamajo"),
        ("しゅうらくえん", "shurakuen"),
        ("びっちゅうやぐら", "bitchuyagura"),
        ("じょうとう", "joto"),
        ("おおすみじんじゃ", "osumijinja"),
        ("ほんげんじ", "hongenji"),
        ("しんえき", "shin'eki"),
        ("ちぢみ", "chijimi"),
        ("がっこう", "gakko"),
        ("セルフガイド", "serufugaido"),
        ("ツアー", "tsua"),
        ("津山", "津山"),
    ],
)
def test_kana_becomes_hepburn(kana: str, expected: str) -> None:
    assert romaji.from_kana(kana) == expected


@pytest.mark.parametrize(
    ("spelling", "expected"),
    [
        ("tsuyama", "つやま"),
        ("tuyama", "つやま"),
        ("Tsuyama-jō", "つやまじょう"),
        ("bitchu", "びっちゅ"),
        ("bittyuu", "びっちゅう"),
        ("bicchuu", "びっちゅう"),
        ("kanba", "かんば"),
        ("kamba", "かんば"),
        ("shin'eki", "しんえき"),
        ("honnoji", "ほんのじ"),
        ("gennkan", "げんかん"),
        ("zyouto", "じょうと"),
        ("garden", None),
        ("temple", None),
        ("castle", None),
        ("", None),
        ("!", None),
        ("Ohsumi", "おうすみ"),
        ("satoh", "さとう"),
        ("kohan", "こはん"),
    ],
)
def test_romaji_becomes_kana_or_nothing(spelling: str, expected: str | None) -> None:
    assert romaji.to_kana(spelling) == expected


@pytest.mark.parametrize(
    "spelling", ["shurakuen", "syurakuen", "shuurakuen", "syuurakuen", "shūrakuen", "Shûrakuen", "SHURAKUEN"]
)
def test_every_spelling_of_shurakuen_sounds_the_same(spelling: str) -> None:
    assert romaji.sound(romaji.to_kana(spelling) or "") == romaji.sound("しゅうらくえん") == "シュラクエン"


@pytest.mark.parametrize(
    ("one", "other"), [("おおすみ", "おうすみ"), ("つづき", "つずき"), ("せんたー", "せんた"), ("ラーメン", "らあめん")]
)
def test_spellings_that_sound_alike_meet(one: str, other: str) -> None:
    assert romaji.sound(one) == romaji.sound(other)


@given(KANA)
def test_what_we_write_we_can_read(kana: str) -> None:
    back = romaji.to_kana(romaji.from_kana(kana))
    assert back is not None
    assert romaji.sound(back) == romaji.sound(kana)


@given(st.text())
def test_no_text_breaks_it(text: str) -> None:
    romaji.from_kana(text)
    romaji.to_kana(text)
    assert romaji.sound(romaji.sound(text)) == romaji.sound(text)
