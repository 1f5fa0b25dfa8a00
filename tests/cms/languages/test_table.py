"""The table of languages and what a browser's header makes of it."""

from __future__ import annotations

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from cms.languages.table import CODES, LANGUAGES, UnknownLanguage, by_code, chain, match, negotiate


def test_codes_are_the_seven_of_the_contract_in_its_order() -> None:
    assert CODES == ("ja", "en", "zh-hans", "zh-hant", "ko", "fr", "ja-x-easy")


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("ja", ("ja",)),
        ("en", ("en", "ja")),
        ("zh-hans", ("zh-hans", "zh-hant", "en", "ja")),
        ("zh-hant", ("zh-hant", "zh-hans", "en", "ja")),
        ("ko", ("ko", "en", "ja")),
        ("fr", ("fr", "en", "ja")),
        ("ja-x-easy", ("ja-x-easy", "ja", "en")),
    ],
)
def test_chain_follows_the_design(code: str, expected: tuple[str, ...]) -> None:
    assert chain(code) == expected


def test_every_chain_ends_in_text_the_city_has() -> None:
    assert all("ja" in chain(code) for code in CODES)


def test_codes_are_found_in_any_case() -> None:
    assert by_code("ZH-Hant").code == "zh-hant"
    assert by_code("JA-X-EASY").native_name == "やさしい日本語"


@pytest.mark.parametrize("code", ["", "de", "zh", "ja_JP", "ja-easy", "日本語"])
def test_an_unknown_code_is_refused_and_the_message_says_what_would_do(code: str) -> None:
    with pytest.raises(UnknownLanguage, match="zh-hant") as refused:
        by_code(code)
    assert refused.value.code == code


def test_catalogue_folders_are_djangos_locale_names() -> None:
    from django.utils.translation import to_locale

    assert [language.catalogue for language in LANGUAGES] == [to_locale(code) for code in CODES]


def test_babel_can_read_every_locale() -> None:
    assert [Locale.parse(language.babel).language for language in LANGUAGES] == [
        "ja",
        "en",
        "zh",
        "zh",
        "ko",
        "fr",
        "ja",
    ]


def test_easy_japanese_has_no_hreflang() -> None:
    assert [language.code for language in LANGUAGES if language.hreflang is None] == ["ja-x-easy"]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("ja", "ja"),
        ("ja-JP,ja;q=0.9,en;q=0.8", "ja"),
        ("en-GB,en;q=0.9", "en"),
        ("zh-TW", "zh-hant"),
        ("zh-HK,zh;q=0.9", "zh-hant"),
        ("ZH-mo", "zh-hant"),
        ("zh-Hant-CN", "zh-hant"),
        ("zh", "zh-hans"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-hans"),
        ("zh-SG", "zh-hans"),
        ("zh-Hans-HK", "zh-hans"),
        ("yue-Hant-HK", "zh-hant"),
        ("yue", "zh-hant"),
        ("zh_TW", "zh-hant"),
        ("ko-KR", "ko"),
        ("fr-CA, fr;q=0.8", "fr"),
        ("ja-x-easy", "ja-x-easy"),
        ("de-DE, it;q=0.9", "en"),
        ("de, fr;q=0.3, ko;q=0.7", "ko"),
        ("en;q=0.1, ja;q=0.1", "en"),
        ("ja;q=0, ko;q=0.5", "ko"),
        ("ja;q=0, ja-JP", "en"),
        ("*", "en"),
        ("fr;q=abc, ko;q=0.2", "ko"),
        ("fr;q=nan, ko;q=0.2", "ko"),
        ("ko;q=5", "ko"),
        ("", "en"),
        (None, "en"),
        (",;,;q=1,=;", "en"),
    ],
)
def test_negotiation(header: str | None, expected: str) -> None:
    assert negotiate(header) == expected


@given(st.text(alphabet=st.characters(), max_size=200) | st.text(alphabet="jaenzhkofr-*;q=0.19, xHTW", max_size=80))
def test_no_header_is_an_error(header: str) -> None:
    assert negotiate(header) in CODES
    assert match(header) in {*CODES, None}


@given(st.permutations(CODES))
def test_falling_quality_keeps_the_visitors_own_order(codes: list[str]) -> None:
    header = ",".join(f"{code};q={0.9 - place / 10:.1f}" for place, code in enumerate(codes))
    assert negotiate(header) == codes[0]
