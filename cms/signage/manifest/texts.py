"""Texts on slides: what is said, in which language it was given, and where furigana stand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from typing import Any

from cms.languages.ruby import align

Text = dict[str, Any]
"""{text, lang}, for a name also `ruby`: [[surface, reading], …] with an empty reading where none is needed."""

_RUBY = re.compile(r"<ruby>(.*?)</ruby>|([^<]+)", re.DOTALL)
_READING = re.compile(r"<rt>(.*?)</rt>", re.DOTALL)
_UNREAD = re.compile(r"<(rt|rp)>.*?</\1>|<[^>]+>", re.DOTALL)
_SPACE = re.compile(r"[ 　]+")
_KANA = re.compile(r"[ぁ-ゖァ-ヺー]")
_FOREIGN = re.compile(r"[0-9A-Za-z０-９Ａ-Ｚａ-ｚ]")
_YEAR = re.compile(r"[（(][^（）()]*[)）]\Z")


def member(document: Mapping[str, Any], name: str, text: str) -> Text | None:
    """Return a member's text with the language in which it was given, or None where there is none."""
    if not text:
        return None
    given = document.get("member_langs", {}).get(name, document.get("lang"))
    return {"text": text, "lang": given}


def words(text: str, lang: str) -> Text | None:
    """Return a phrase of the sign's own."""
    return {"text": text, "lang": lang} if text else None


def name(document: Mapping[str, Any]) -> Text:
    """Return a thing's name; a Japanese one with the readings that its document has."""
    found = member(document, "name", document["name"]) or {"text": "", "lang": document.get("lang")}
    if str(found["lang"]).startswith("ja"):
        spans = _spans(document.get("name_html", "")) or _aligned(document)
        if any(reading for _surface, reading in spans):
            found["ruby"] = spans
    return found


def _aligned(document: Mapping[str, Any]) -> list[list[str]]:
    """Return the name word by word with its reading; a word with letters or digits (3Dモデル) is left alone."""
    words, readings = _SPACE.split(document["name"]), _SPACE.split(document.get("reading", ""))
    if len(words) != len(readings) or not readings[0]:
        return []
    spans: list[list[str]] = []
    for place, (word, reading) in enumerate(zip(words, readings, strict=True)):
        spans += [[" ", ""]] if place else []
        found = [] if _FOREIGN.search(word) else [[span.text, span.reading] for span in align(word, reading)]
        # A reading over kana as well did not fit the word: better none than a wrong one.
        fits = found and not any(read and _KANA.search(text) for text, read in found)
        spans += found if fits else [[word, ""]]
    return spans


def _spans(html: str) -> list[list[str]]:
    """Return the spans of a document's `name_html`, which holds text and ruby only."""
    spans: list[list[str]] = []
    for ruby, plain in _RUBY.findall(html):
        if plain:
            spans.append([unescape(plain), ""])
        else:
            reading = _READING.search(ruby)
            spans.append([unescape(_UNREAD.sub("", ruby)), unescape(reading[1]) if reading else ""])
    return spans


def designation(document: Mapping[str, Any]) -> Text | None:
    """Return the first designation without its year: 国指定史跡（1963） is 国指定史跡 across a station hall."""
    found = document.get("designations") or []
    return member(document, "designations", _YEAR.sub("", found[0]).strip()) if found else None


def category(document: Mapping[str, Any]) -> Text | None:
    """Return the category's name."""
    found = document.get("category")
    return {"text": found["name"], "lang": found.get("lang", document.get("lang"))} if found else None
