"""Readings over names: furigana in HTML, brackets in plain text, kana for search and speech.

The readings come from the site's own glossary and never from a dictionary, because a dictionary is wrong exactly on
local names: 鶴山公園 is かくざんこうえん, 山下 さんげ, 布滝 のんだき. A longer entry decides what a shorter one cannot:
鶴山八幡宮 is つるやまはちまんぐう.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html import escape
from typing import Final

_TAG: Final = re.compile(r"""(<!--.*?-->|<(?:[^<>"']|"[^"]*"|'[^']*')*>)""", re.DOTALL)
_TAG_NAME: Final = re.compile(r"<\s*(/?)\s*([A-Za-z][A-Za-z0-9]*)")
_UNTOUCHED: Final = frozenset({"ruby", "rt", "rp", "script", "style", "code", "pre", "textarea", "title", "svg"})
_BRACKETS: Final = re.compile(r"[（）()・／/]")
_IDEOGRAPH: Final = re.compile(r"[々〆〇ヶ\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
_KATAKANA_TO_HIRAGANA: Final = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}


class ReadingError(ValueError):
    """An entry that can be no reading; the message names the surface."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One name and how it is read. `confirmed` says that a person of the place stands for it.

    Raises ReadingError where the surface holds no kanji or the reading holds anything but kana.
    """

    surface: str
    reading: str
    confirmed: bool = False

    def __post_init__(self) -> None:
        if not _IDEOGRAPH.search(self.surface) or set(self.surface) & set("<>&"):
            raise ReadingError(f"{self.surface!r} holds no kanji to read, or holds markup.")
        if not self.reading or not all(_is_kana(character) for character in self.reading):
            raise ReadingError(f"The reading of {self.surface!r} must be kana, not {self.reading!r}.")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text and the reading that stands over it; no reading where none is needed or known."""

    text: str
    reading: str = ""


class Glossary:
    """The site's readings, ready to be applied. Immutable; build a new one when an entry changes."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Keep one reading per surface: a confirmed one before an unconfirmed, else the later."""
        kept: dict[str, Entry] = {}
        for entry in entries:
            other = kept.get(entry.surface)
            if other is None or entry.confirmed or not other.confirmed:
                kept[entry.surface] = entry
        self._entries = tuple(kept.values())
        by_first: dict[str, list[Entry]] = {}
        for entry in sorted(kept.values(), key=lambda entry: len(entry.surface), reverse=True):
            by_first.setdefault(entry.surface[0], []).append(entry)
        self._by_first = {first: _by_worth(entries, by_first) for first, entries in by_first.items()}
        self._firsts = re.compile(f"[{re.escape(''.join(by_first))}]") if by_first else None

    def extended(self, entries: Iterable[Entry]) -> Glossary:
        """Return a glossary with these entries too; on the same surface they win over unconfirmed ones and ours."""
        added = tuple(entries)
        return Glossary((*self._entries, *added)) if added else self

    def surfaces(self, text: str) -> frozenset[str]:
        """Return the surfaces of the entries that apply to `text`."""
        return frozenset(entry.surface for _, entry in self._matches(text))

    def spans(self, text: str) -> tuple[Span, ...]:
        """Return `text` cut into spans, with readings over the kanji of known names; the texts join to `text`."""
        spans: list[Span] = []
        plain = 0
        for start, entry in self._matches(text):
            if plain < start:
                spans.append(Span(text[plain:start]))
            spans += align(entry.surface, entry.reading)
            plain = start + len(entry.surface)
        if plain < len(text):
            spans.append(Span(text[plain:]))
        return tuple(spans)

    def html(self, text: str) -> str:
        """Return plain `text` as escaped HTML with `<ruby>` over known names."""
        return "".join(_marked(span) for span in self.spans(text))

    def annotate_html(self, html: str) -> str:
        """Return sanitised `html` with `<ruby>` in its text nodes; tags, attributes and existing ruby stay as they are.

        A name that is cut by a tag or written with character references is left alone.
        """
        out: list[str] = []
        within: list[str] = []
        for part in _TAG.split(html):
            if part.startswith("<"):
                _follow(part, within)
                out.append(part)
            else:
                out.append(part if within else self._annotated(part))
        return "".join(out)

    def bracketed(self, text: str) -> str:
        """Return `text` with the whole reading in brackets behind each known name: 鶴山公園（かくざんこうえん）."""
        return self._replaced(text, lambda entry: f"{entry.surface}（{entry.reading}）")

    def spoken(self, text: str) -> str:
        """Return `text` with known names replaced by their kana, for speech and for search keys."""
        return self._replaced(text, lambda entry: entry.reading)

    def readings(self, text: str) -> tuple[str, ...]:
        """Return the distinct readings of the names in `text`, in order of appearance."""
        return tuple(dict.fromkeys(entry.reading for _, entry in self._matches(text)))

    def _annotated(self, escaped: str) -> str:
        return "".join(
            span.text if not span.reading else _ruby(span.text, span.reading) for span in self.spans(escaped)
        )

    def _replaced(self, text: str, shown: Callable[[Entry], str]) -> str:
        out: list[str] = []
        plain = 0
        for start, entry in self._matches(text):
            out += [text[plain:start], shown(entry)]
            plain = start + len(entry.surface)
        return "".join([*out, text[plain:]])

    def _matches(self, text: str) -> Iterator[tuple[int, Entry]]:
        """Entries from left to right: the longest confirmed one, else the longest that holds no confirmed one."""
        search = self._firsts.search if self._firsts else None
        place = 0
        while search is not None and (found := search(text, place)) is not None:
            place = found.start()
            entry = next((one for one in self._by_first[found[0]] if text.startswith(one.surface, place)), None)
            if entry is not None:
                yield place, entry
            place += len(entry.surface) if entry is not None else 1


def _by_worth(entries: list[Entry], by_first: dict[str, list[Entry]]) -> tuple[Entry, ...]:
    """Return entries of one first character, the longest first: confirmed ones, then those that hold no confirmed one."""
    confirmed = (entry for entry in entries if entry.confirmed)
    others = (entry for entry in entries if not entry.confirmed and not _holds_confirmed(entry, by_first))
    return (*confirmed, *others)


def _holds_confirmed(entry: Entry, by_first: dict[str, list[Entry]]) -> bool:
    return any(
        other.confirmed and entry.surface.startswith(other.surface, place)
        for place in range(1, len(entry.surface))
        for other in by_first.get(entry.surface[place], ())
    )


def own_entries(name: str, reading: str) -> tuple[Entry, ...]:
    """Return a record's name and its parts inside and outside brackets as confirmed entries.

    津山城（鶴山公園） with つやまじょう（かくざんこうえん） gives 津山城 and 鶴山公園. Parts that do not pair are left out;
    a name without kanji or a reading that is none gives nothing.
    """
    parts = zip(_parts(name), _parts(reading), strict=True) if len(_parts(name)) == len(_parts(reading)) else ()
    found: list[Entry] = []
    for surface, kana in [(name.strip(), reading.strip()), *parts]:
        try:
            found.append(Entry(surface, kana, confirmed=True))
        except ReadingError:
            continue
    return tuple(found)


def _parts(text: str) -> list[str]:
    return [part.strip() for part in _BRACKETS.split(text) if part.strip()]


def align(surface: str, reading: str) -> tuple[Span, ...]:
    """Return the surface cut so that the reading stands over its kanji only: 道の駅 -> 道(みち) の 駅(えき).

    Spaces that stand in both cut both: 津山城 天守台 with つやまじょう てんしゅだい. Where the kana of the two do not meet,
    the whole reading stands over the whole surface.
    """
    words, kana_words = surface.split(), reading.split()
    if len(words) == len(kana_words) > 1:
        pairs = [align(word, kana_word) for word, kana_word in zip(words, kana_words, strict=True)]
        return tuple(span for number, pair in enumerate(pairs) for span in ((Span(" "),) if number else ()) + pair)
    pattern: list[str] = []
    parts: list[str] = []
    place = 0
    for run in _IDEOGRAPH.finditer(surface):
        pattern += [_literal(surface[place : run.start()]), "(.+?)"]
        parts += [surface[place : run.start()], run[0]]
        place = run.end()
    pattern.append(_literal(surface[place:]))
    match = re.fullmatch("".join(pattern), _hiragana(reading))
    if match is None:
        return (Span(surface, reading),)
    spans: list[Span] = []
    for number, (kana, kanji) in enumerate(zip(parts[::2], parts[1::2], strict=True), start=1):
        start, end = match.span(number)
        spans += [Span(kana), Span(kanji, reading[start:end])]
    return tuple(span for span in (*spans, Span(surface[place:])) if span.text)


def _literal(text: str) -> str:
    """A pattern for the kana between kanji; punctuation and spaces need not be in the reading."""
    return "".join(
        re.escape(c) if _is_kana(c) and c not in " 　・" else f"(?:{re.escape(c)})?" for c in _hiragana(text)
    )


def _hiragana(text: str) -> str:
    return text.translate(_KATAKANA_TO_HIRAGANA)


def _is_kana(character: str) -> bool:
    return character in " 　・ー、（）()" or unicodedata.name(character, "").startswith(("HIRAGANA", "KATAKANA"))


def _marked(span: Span) -> str:
    text = escape(span.text)
    return _ruby(text, span.reading) if span.reading else text


def _ruby(escaped: str, reading: str) -> str:
    return f"<ruby>{escaped}<rp>（</rp><rt>{escape(reading)}</rt><rp>）</rp></ruby>"


def _follow(tag: str, within: list[str]) -> None:
    """Keep the stack of open elements whose text must stay untouched."""
    match = _TAG_NAME.match(tag)
    if match is None or tag.endswith("/>"):
        return
    closing, name = match[1], match[2].lower()
    if name not in _UNTOUCHED:
        return
    if not closing:
        within.append(name)
    elif name in within:
        del within[within.index(name) :]
