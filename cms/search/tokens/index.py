"""What the index holds of a document: the tokens of its names, its keys and its text, as text separated by spaces."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from cms.languages import romaji
from cms.search.tokens import numbers as registered
from cms.search.tokens.folding import fold
from cms.search.tokens.stemming import STOP_WORDS
from cms.search.tokens.words import BREAK, Run, all_tokens, bigrams, runs, tokens

COLUMNS: Final = ("exact", "name", "keys", "text")
"""Columns of the index; what a hit in each is worth is said by the tiers."""

ENTIRE: Final = "ᛖ"
"""Stands before the tokens of `exact` that are an entire name as it is written: Lao, which the stems do not tell from Laos."""

OF_KIND: Final = "ᚲ"
"""Stands before the token of a thing's category."""

LEADING: Final = "ᛚ"
"""Stands before the tokens of the short text that a thing is introduced by; what it says is what the thing is about."""

_LINKING: Final = re.compile(r"(?<=[一-鿿々])[のけがつ之乃](?=[一-鿿])")
_BRACKETS: Final = re.compile(r"[()（）「」『』\[\]【】]+")
_NAME_PARTS: Final = re.compile(r"[()（）「」『』/／・·:：|｜\[\]【】]+")


@dataclass(frozen=True, slots=True)
class IndexRow:
    """The columns of one document in one language; every one is tokens separated by single spaces.

    `exact` holds whole names, their parts and numbers as one token each, `name` the name shown, `keys` readings, their
    sound, names in other languages, tags and category, `text` the rest, and once more what leads it.
    """

    exact: str
    name: str
    keys: str
    text: str


def index_row(  # noqa: PLR0913 - one argument for each sort of text
    *,
    name: str,
    readings: Iterable[str] = (),
    other_names: Iterable[str] = (),
    category: str = "",
    labels: Iterable[str] = (),
    texts: Iterable[str] = (),
    text_readings: Iterable[str] = (),
    numbers: Iterable[str] = (),
    facts: Iterable[str] = (),
) -> IndexRow:
    """Return the columns for a document.

    `readings` are the kana of the name, `other_names` the names in every other language, `category` and `labels` (tags)
    are as shown in this language; who asks for a category by its name wants the things of it first.
    `numbers` are what tells a thing from all others (accession number, ucode), found as a whole like a name; parts of
    one say nothing of the thing and are found behind all that does.
    `texts` are plain text without markup, the first of them, which may be empty, what introduces the thing, and
    `text_readings` the kana of glossary names in them. `facts` (date, material) are those of them that introduce it too.
    """
    readings, other_names, text_readings = list(readings), list(other_names), list(text_readings)
    texts, facts = list(texts), list(facts)
    numbers, named = list(numbers), (name, *other_names, *readings)
    whole = [token for text in named for token in (*exact_terms(text), *entire_terms(text))]
    whole += [*exact_terms(category), *(OF_KIND + token for token in exact_terms(category))]
    whole += [form for text in numbers for form in whole_numbers(text)]
    return IndexRow(
        exact=" ".join(dict.fromkeys(whole)),
        name=index_terms([name]),
        keys=_joined(
            index_terms([*readings, *other_names, category, *labels]),
            index_terms(_closed_names([name, *other_names, *labels])),
            sound_terms(readings),
        ),
        text=_joined(
            index_terms([*texts, *text_readings]),
            sound_terms(text_readings),
            led(index_terms([*texts[:1], *facts])),
            *map(number_terms, numbers),
        ),
    )


def index_terms(texts: Iterable[str]) -> str:
    """Return the tokens of some plain texts, ready for an index column. The same for every language."""
    return _joined(*(_field(text) for text in texts))


@lru_cache(maxsize=2048)
def _field(text: str) -> str:
    """The tokens of one text. Kept, because a thing's names stand in seven languages' rows, and fallbacks repeat whole texts."""
    return " ".join(all_tokens(fold(text)))


def closed(folded: str) -> str:
    """Return folded text without the particles that a name is written with and without: 横野の滝 as 横野滝, 関ヶ原 as 関原."""
    return _LINKING.sub("", folded)


def _closed_names(names: Iterable[str]) -> list[str]:
    """The names that hold such a particle, without it."""
    return [form for name in names if (form := closed(folded := fold(name))) != folded]


def sound_terms(readings: Iterable[str]) -> str:
    """Return bigrams of how kana readings sound, in katakana, which no folded text holds. Romaji queries meet them."""
    fields = (" ".join(sound_tokens(reading)) for reading in readings)
    return _joined(*fields)


def sound_tokens(kana: str) -> tuple[str, ...]:
    """Return the bigrams of the sound of kana, and its last character: シュラクエン -> シュ ュラ ラク クエ エン ン."""
    text = "".join(character for character in romaji.sound(kana) if "ァ" <= character <= "ヺ")
    return (*bigrams(text), text[-1]) if text else ()


@lru_cache(maxsize=2048)
def exact_terms(name: str) -> tuple[str, ...]:
    """Return the whole name and its parts outside and inside brackets, each as one token. For names and readings."""
    parts = [name, *_NAME_PARTS.split(name)] if _NAME_PARTS.search(name) else [name]
    found = [token for part in (*parts, *_closed_names(parts)) for token in exact_forms(runs(fold(part)))]
    kana = ["".join(part.split()) for part in parts]
    found += [romaji.sound(part) for part in kana if romaji.is_kana(part)]
    return tuple(dict.fromkeys(token for token in found if token))


@lru_cache(maxsize=2048)
def entire_terms(name: str) -> tuple[str, ...]:
    """Return the whole name and what stands outside and inside its brackets as it is written, each as one marked token."""
    parts = [name, *_BRACKETS.split(name)] if _BRACKETS.search(name) else [name]
    return tuple(dict.fromkeys(token for part in parts if (token := entire_term(runs(fold(part))))))


def entire_term(words: Iterable[Run]) -> str:
    """Return one marked token for a sequence of runs, letters as written; empty for none."""
    text = "".join(run.text for run in words)
    return ENTIRE + text if text else ""


def led(terms: str) -> str:
    """Return the tokens of a leading text, each marked."""
    return " ".join(LEADING + token for token in terms.split())


@lru_cache(maxsize=2048)
def number_terms(number: str) -> str:
    """Return the tokens by which parts of an accession number or ucode are found. Kept for the rows of all languages."""
    written = index_terms(dict.fromkeys((number, registered.without_zeros(number))))
    return _joined(written, *registered.endings(number))


@lru_cache(maxsize=2048)
def whole_numbers(number: str) -> tuple[str, ...]:
    """Return an accession number or ucode as one token by its parts, and as one of its letters and digits alone."""
    joined = exact_term(runs(fold(number)))
    if not any(character.isdecimal() for character in joined):
        return (joined,) if joined else ()
    parts = registered.token(registered.parts(number))
    return (parts, registered.NUMBER + joined) if parts else (registered.NUMBER + joined,)


def exact_forms(words: Iterable[Run]) -> tuple[str, ...]:
    """Return one token for a sequence of runs, and one without the words that a query may leave out; none for none."""
    words = list(words)
    forms = (words, [word for word in words if word.text not in STOP_WORDS])
    return tuple(dict.fromkeys(token for form in forms if (token := exact_term(form))))


def exact_term(words: Iterable[Run]) -> str:
    """Return one token for a sequence of runs; empty for none."""
    return "".join(run.text if run.is_bigrams else tokens(run)[-1] for run in words)


def _joined(*fields: str) -> str:
    return f" {BREAK} ".join(field for field in fields if field)
