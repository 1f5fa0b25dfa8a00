"""Writings of one word meet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.search.tokens.folding import fold, fold_with_origins


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ホルモンうどん", "ほるもんうどん"),
        ("ﾎﾙﾓﾝうどん", "ほるもんうどん"),
        ("ｺﾞﾝｺﾞ", "ごんご"),
        ("か\u3099", "が"),
        ("津山驛", "津山駅"),
        ("备中橹", "備中櫓"),
        ("众乐园", "衆樂園"),
        ("Ｃ１１", "c11"),
        ("CHÂTEAU", "chateau"),
        ("Jōtō", "joto"),
        ("センター", "せんた"),
        ("ショップ", "しよつぷ"),
        ("佐々木", "佐佐木"),
        ("こゝろ", "こころ"),
        ("みすゞ", "みすず"),
        ("イスヾ", "いすず"),
        ("ヴィーナス", "ぶいなす"),
        ("①", "1"),
        ("한글", "한글"),
        ("쓰야마", "츠야마"),
        ("빗추", "빗츄"),
        ("發展", "发展"),
        ("龜山", "龟山"),
        ("濱邊", "浜辺"),
        ("Bœuf", "boeuf"),
        ("Łódź", "lodz"),
        ("Søren Ærø", "soren aero"),
        ("Đà Nẵng", "da nang"),
        ("Diyarbakır", "DİYARBAKIR"),
        ("ＤＥ５０ー１", "de50-1"),
        ("kaku\u200bzan", "kakuzan"),
        ("می\u200cشود", "ميشود"),
        ("كتابـخانه", "کتابخانه"),
        ("Ἀθῆναι", "αθηναι"),
        ("Qurʾān", "qur'an"),
        ("Shāh ʿAbbās", "shah ʻabbas"),
    ],
)
def test_they_fold_to_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("が", "か"),
        ("ぱ", "は"),
        ("城東", "城西"),
        ("성", "서"),
        ("里", "裏"),
        ("面", "麺"),
        ("쓴", "츤"),
        ("ไทย", "ทย"),
        ("ที่", "ทุ"),
        ("किला", "काला"),
    ],
)
def test_different_words_stay_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text(alphabet=st.characters()))
def test_folding_is_total_and_idempotent_for_words(text: str) -> None:
    once = fold(text)
    assert fold(once) == once or not once.isalnum()


@given(st.text(alphabet=st.characters(), max_size=60))
def test_every_folded_character_knows_where_it_came_from(text: str) -> None:
    folded = fold_with_origins(text)
    assert folded.text == fold(text)
    assert len(folded.origins) == len(folded.text)
    assert list(folded.origins) == sorted(folded.origins)
    assert all(0 <= origin < len(text) for origin in folded.origins)


def test_choice_of_a_characters_shape_is_passed_over() -> None:
    assert fold("辻\U000e0100堂") == fold("辻堂")
    assert fold("\U000e0100") == ""
