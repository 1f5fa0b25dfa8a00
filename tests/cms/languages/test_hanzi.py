"""Forms of one character fold together, in names of the castle town."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.languages import hanzi


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("鹤山公园", "鶴山公園"),
        ("靏山", "鶴山"),
        ("备中橹", "備中櫓"),
        ("衆樂園", "衆楽園"),
        ("众乐园", "衆楽園"),
        ("眾樂園", "衆楽園"),
        ("國寶", "国宝"),
        ("津山鐵道學習館", "津山鉄道学習館"),
        ("旧馆", "旧館"),
        ("舘", "館"),
        ("髙﨑嶋", "高崎島"),
        ("牛肉干", "牛肉干"),
        ("牛肉乾", "牛肉干"),
        ("屛風", "屏風"),
        ("寳暦", "宝暦"),
        ("眞𣘺", "真橋"),
    ],
)
def test_forms_fold_to_the_japanese_one(written: str, folded: str) -> None:
    assert hanzi.fold(written) == folded


def test_era_names_are_written_in_both_chinese_scripts() -> None:
    assert hanzi.to_simplified("慶長宝暦寛永霊亀") == "庆长宝历宽永灵龟"
    assert hanzi.to_traditional("慶長宝暦寛永霊亀") == "慶長寶曆寬永靈龜"


@given(st.text())
def test_folding_is_idempotent_and_keeps_every_position(text: str) -> None:
    once = hanzi.fold(text)
    assert len(once) == len(text)
    assert hanzi.fold(once) == once


def test_the_tables_of_opencc_are_those_that_were_taken_over() -> None:
    folder = Path(hanzi.__file__).parent / "opencc"
    for line in (folder / "SHA256SUMS").read_text("ascii").splitlines():
        checksum, name = line.split()
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == checksum, name


@pytest.mark.parametrize(
    ("one", "other"), [("龜", "龟"), ("廳", "厅"), ("廳", "庁"), ("蘭", "兰"), ("顏", "颜"), ("臺", "台"), ("邊", "辺")]
)
def test_traditional_simplified_and_japanese_forms_meet(one: str, other: str) -> None:
    assert hanzi.fold(one) == hanzi.fold(other)


def test_what_a_simplified_character_may_also_stand_for() -> None:
    assert "麺" in hanzi.others("面")
    assert "裏" in hanzi.others("里")
    assert "髪" in hanzi.others(hanzi.fold("发"))
    assert hanzi.others("津") == ()


def test_simplified_writing_is_told_from_japanese() -> None:
    assert hanzi.is_chinese("众乐园")
    assert not hanzi.is_chinese("津山城の体験と芸能、台所")
