"""Kana in Hangul, against spellings that the city's Korean names use."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.languages import hangul


@pytest.mark.parametrize(
    ("kana", "expected"),
    [
        ("つやま", "쓰야마"),
        ("かくざん", "가쿠잔"),
        ("しゅうらくえん", "슈라쿠엔"),
        ("びっちゅう やぐら", "빗추 야구라"),
        ("じょうとう", "조토"),
        ("さくしゅう", "사쿠슈"),
        ("ほんげんじ", "혼겐지"),
        ("なかやま", "나카야마"),
        ("ごんご", "곤고"),
        ("けいちょう", "게이초"),
        ("げんろく", "겐로쿠"),
        ("めいじ", "메이지"),
        ("きょうほう", "교호"),
    ],
)
def test_readings_of_tsuyama(kana: str, expected: str) -> None:
    assert hangul.from_kana(kana) == expected


@given(st.text())
def test_nothing_breaks_it_and_other_scripts_pass(text: str) -> None:
    assert isinstance(hangul.from_kana(text), str)
    assert hangul.from_kana("津山 GTFS") == "津山 GTFS"
