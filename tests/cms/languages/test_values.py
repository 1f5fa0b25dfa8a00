"""A text in several languages, with where each version stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.languages.table import CODES
from cms.languages.values import DRAFT, MACHINE, REVIEWED, LocalizedValue

TEXTS = st.dictionaries(st.sampled_from(CODES), st.text(min_size=1).filter(str.strip), min_size=1)


def castle(**texts: str) -> LocalizedValue:
    return LocalizedValue.of({"ja": "津山城", **texts})


def test_reader_gets_the_nearest_public_text() -> None:
    value = castle(en="Tsuyama Castle")
    assert (value.give("fr").text, value.give("fr").lang) == ("Tsuyama Castle", "en")
    assert value.give("ja-x-easy").lang == "ja"


def test_draft_never_leaves_the_admin() -> None:
    value = castle().with_text("en", "Tsuyama Castle", status=DRAFT)
    assert value.give("en").lang == "ja"
    assert value.languages() == ["ja"]


def test_translation_is_stale_once_the_source_moved_on() -> None:
    value = castle(en="Tsuyama Castle").merged({"ja": {"text": "津山城跡", "status": REVIEWED}})
    assert value.is_stale("en") and not value.is_stale("ja")


def test_confirming_a_stale_text_stamps_it_anew_with_its_confirmer() -> None:
    value = castle(en="Tsuyama Castle").merged({"ja": {"text": "津山城跡", "status": REVIEWED}})
    confirmed = value.merged({"en": {"text": "Tsuyama Castle", "status": REVIEWED, "confirmed": True, "by": "suzuki"}})
    assert not confirmed.is_stale("en")
    assert (confirmed["en"]["text"], confirmed["en"]["by"]) == ("Tsuyama Castle", "suzuki")


def test_confirming_what_is_not_stale_changes_nothing() -> None:
    value = castle(en="Tsuyama Castle")
    assert value.merged({"en": {"text": "Tsuyama Castle", "status": REVIEWED, "confirmed": True}}) == value


def test_translation_saved_together_with_a_new_source_is_made_from_it() -> None:
    value = castle().merged(
        {"en": {"text": "Castle site", "status": MACHINE}, "ja": {"text": "津山城跡", "status": REVIEWED}}
    )
    assert not value.is_stale("en")


@pytest.mark.parametrize(
    "data", [{"de": {"text": "Burg"}}, {"en": "Castle"}, {"en": {"text": "x", "status": "done"}}, ["ja"]]
)
def test_other_shapes_are_refused_by_name(data: object) -> None:
    with pytest.raises(ValueError, match=r"de|en|list"):
        LocalizedValue.parse(data)


@given(TEXTS)
def test_stored_value_reads_back(texts: dict[str, str]) -> None:
    value = LocalizedValue.of(texts)
    assert LocalizedValue.parse(dict(value)) == value
    assert {code: value.text(code) for code in value} == texts


@given(TEXTS, TEXTS, st.sampled_from(CODES))
def test_merging_one_language_touches_no_other(texts: dict[str, str], others: dict[str, str], code: str) -> None:
    before = LocalizedValue.of(texts)
    after = before.merged({code: {"text": others.get(code, ""), "status": REVIEWED}})
    assert {k: v for k, v in after.items() if k != code} == {k: v for k, v in before.items() if k != code}
