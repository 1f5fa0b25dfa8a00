"""Which kanji sound alike."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from cms.languages import kanji_sounds


@pytest.mark.parametrize(("one", "other"), [("城", "条"), ("城", "場"), ("園", "苑"), ("寺", "時"), ("城", "成")])
def test_kanji_that_a_keyboard_offers_for_one_sound_are_alike(one: str, other: str) -> None:
    assert kanji_sounds.sound_alike(one, other)
    assert kanji_sounds.sound_alike(other, one)


@pytest.mark.parametrize(("one", "other"), [("城", "駅"), ("城", "港"), ("城", "𠮟"), ("城", "x"), ("", "")])
def test_others_are_not(one: str, other: str) -> None:
    assert not kanji_sounds.sound_alike(one, other)


def test_the_table_is_the_one_that_was_taken_over() -> None:
    folder = Path(kanji_sounds.__file__).parent / "unihan"
    for line in (folder / "SHA256SUMS").read_text("ascii").splitlines():
        checksum, name = line.split()
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == checksum, name
