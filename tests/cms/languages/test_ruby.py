"""Readings over local names: the must-pass list, the rules of choice, and HTML that stays whole."""

from __future__ import annotations

import html as html_module
import re

import nh3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.languages.ruby import Entry, Glossary, ReadingError, Span, align

MUST_PASS = {
    "津山": "つやま",
    "作州": "さくしゅう",
    "鶴山公園": "かくざんこうえん",
    "鶴山": "かくざん",
    "鶴山八幡宮": "つるやまはちまんぐう",
    "山下": "さんげ",
    "院庄": "いんのしょう",
    "布滝": "のんだき",
    "阿波": "あば",
    "二宮": "にのみや",
    "一宮": "いちのみや",
    "美作国一宮": "みまさかのくにいちのみや",
}
GLOSSARY = Glossary(Entry(surface, reading, confirmed=True) for surface, reading in MUST_PASS.items())
RUBY = re.compile(r"<ruby>([^<]*)<rp>（</rp><rt>[^<]*</rt><rp>）</rp></ruby>")


@pytest.mark.parametrize(("surface", "reading"), MUST_PASS.items())
def test_the_must_pass_list(surface: str, reading: str) -> None:
    assert GLOSSARY.html(surface) == f"<ruby>{surface}<rp>（</rp><rt>{reading}</rt><rp>）</rp></ruby>"


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("津山市山下97-1", "つやま市さんげ97-1"),
        ("鶴山公園と鶴山八幡宮", "かくざんこうえんとつるやまはちまんぐう"),
        ("津山城（鶴山公園）", "つやま城（かくざんこうえん）"),
        ("院庄駅から布滝、阿波へ", "いんのしょう駅からのんだき、あばへ"),
        ("美作国一宮", "みまさかのくにいちのみや"),
        ("津山下町", "つやま下町"),
    ],
)
def test_the_longest_name_from_the_left_is_read(text: str, spoken: str) -> None:
    assert GLOSSARY.spoken(text) == spoken


def test_plain_text_gets_brackets() -> None:
    assert GLOSSARY.bracketed("鶴山公園の桜") == "鶴山公園（かくざんこうえん）の桜"


def test_readings_are_listed_once() -> None:
    assert GLOSSARY.readings("津山駅から津山城、鶴山公園") == ("つやま", "かくざんこうえん")


def test_a_confirmed_reading_wins_whatever_the_order() -> None:
    machine, person = Entry("城東", "しろひがし"), Entry("城東", "じょうとう", confirmed=True)
    assert Glossary([machine, person]).spoken("城東") == "じょうとう"
    assert Glossary([person, machine]).spoken("城東") == "じょうとう"


def test_a_longer_guess_does_not_swallow_a_confirmed_name() -> None:
    glossary = Glossary([Entry("旧鶴山館", "きゅうつるやまかん"), Entry("鶴山", "かくざん", confirmed=True)])
    assert glossary.spoken("旧鶴山館") == "旧かくざん館"


def test_a_longer_guess_stands_where_no_confirmed_name_is_inside() -> None:
    glossary = Glossary([Entry("衆楽園", "しゅうらくえん"), Entry("楽", "らく")])
    assert glossary.spoken("衆楽園") == "しゅうらくえん"


@pytest.mark.parametrize(
    ("surface", "reading", "expected"),
    [
        ("道の駅", "みちのえき", [("道", "みち"), ("の", ""), ("駅", "えき")]),
        ("城東むかし町家", "じょうとうむかしまちや", [("城東", "じょうとう"), ("むかし", ""), ("町家", "まちや")]),
        ("アルネ・津山", "あるねつやま", [("アルネ・", ""), ("津山", "つやま")]),
        ("サムハラ神社", "さむはらじんじゃ", [("サムハラ", ""), ("神社", "じんじゃ")]),
        ("津山城（鶴山公園）", "つやまじょう（かくざんこうえん）",
         [("津山城", "つやまじょう"), ("（", ""), ("鶴山公園", "かくざんこうえん"), ("）", "")]),
        ("布滝", "のんだき", [("布滝", "のんだき")]),
        ("久米の里", "くめさと", [("久米の里", "くめさと")]),
    ],
)  # fmt: skip
def test_a_reading_stands_over_kanji_only(surface: str, reading: str, expected: list[tuple[str, str]]) -> None:
    assert [(span.text, span.reading) for span in align(surface, reading)] == expected


def test_text_is_escaped_and_the_reading_cannot_smuggle_markup() -> None:
    assert GLOSSARY.html("<b>津山</b> & co") == (
        "&lt;b&gt;<ruby>津山<rp>（</rp><rt>つやま</rt><rp>）</rp></ruby>&lt;/b&gt; &amp; co"
    )
    with pytest.raises(ReadingError, match="津山"):
        Entry("津山", "つやま<script>")


@pytest.mark.parametrize(
    ("surface", "reading"), [("つやま", "つやま"), ("", "つやま"), ("津山", ""), ("津&山", "つやま")]
)
def test_an_entry_that_can_be_no_reading_is_refused(surface: str, reading: str) -> None:
    with pytest.raises(ReadingError):
        Entry(surface, reading)


def test_only_text_nodes_are_annotated() -> None:
    html = '<p title="津山 > 鶴山">津山<br/><a href="/津山">山下</a> <ruby>津山<rt>x</rt></ruby> <code>津山</code></p>'
    assert GLOSSARY.annotate_html(html) == (
        '<p title="津山 > 鶴山"><ruby>津山<rp>（</rp><rt>つやま</rt><rp>）</rp></ruby><br/><a href="/津山">'
        "<ruby>山下<rp>（</rp><rt>さんげ</rt><rp>）</rp></ruby></a> <ruby>津山<rt>x</rt></ruby> <code>津山</code></p>"
    )


fragments = st.lists(
    st.sampled_from(
        [*MUST_PASS, "<p>", "</p>", "<em>", "</em>", "&amp;", '<a href="https://x.jp/?a=津山">', "</a>", "<br>", "桜", "<",
         ">", '"', "<ruby>", "</ruby>", "<rt>", "</rt>", "<code>", "</code>"]
    ),
    max_size=25,
).map("".join)  # fmt: skip


@given(fragments)
def test_annotating_sanitised_html_adds_ruby_and_nothing_else(raw: str) -> None:
    clean = nh3.clean(raw)
    annotated = GLOSSARY.annotate_html(clean)
    assert RUBY.sub(r"\1", annotated) == RUBY.sub(r"\1", clean)
    assert nh3.clean(annotated) == annotated


@given(st.text(alphabet=st.sampled_from("津山鶴公園八幡宮下布滝阿波の<>&\"'x"), max_size=40))
def test_annotated_text_reads_as_the_text(text: str) -> None:
    assert html_module.unescape(RUBY.sub(r"\1", GLOSSARY.html(text))) == text
    assert "".join(span.text for span in GLOSSARY.spans(text)) == text


@given(st.text(max_size=60))
def test_a_text_without_names_stays(text: str) -> None:
    assert Glossary([]).spans(text) == ((Span(text),) if text else ())


def test_spaces_in_both_cut_both() -> None:
    assert [(span.text, span.reading) for span in align("津山城 天守台", "つやまじょう てんしゅだい")] == [
        ("津山城", "つやまじょう"),
        (" ", ""),
        ("天守台", "てんしゅだい"),
    ]
