"""What of an object is searched: its declared fields as tokens, a row for each."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Manager
from modelsearch.index import AutocompleteField, RelatedFields, SearchField

from cms.languages import romaji
from cms.languages.values import LocalizedValue
from cms.search.tokens import IndexRow, fold, index_row, index_terms, sound_terms
from cms.search.tokens.words import runs

LONGEST_NAME: Final = 120
"""Characters of a value that may be a name: it is also found as a whole and by its beginning."""


@dataclass(frozen=True, slots=True)
class Text:
    """One row: the path of the field, who may look at it, what it is worth, and its tokens."""

    field: str
    searched: bool
    completed: bool
    boost: float
    row: IndexRow

    @property
    def digest(self) -> str:
        """Return what changes when anything of it does."""
        told = repr((self.field, self.searched, self.completed, self.boost, self.row))
        return hashlib.sha256(told.encode(errors="surrogatepass")).hexdigest()[:16]


def texts_of(thing: Any) -> list[Text]:
    """Return the rows of an object; a field that is both searched and completed is one row. Empty texts have none."""
    found: dict[str, tuple[bool, bool, float, list[str]]] = {}
    for path, field, value in _values(thing, thing.get_search_fields()):
        searched, completed, boost, values = found.get(path, (False, False, 1.0, []))
        is_searched = isinstance(field, SearchField)
        found[path] = (
            searched or is_searched,
            completed or not is_searched,
            float(field.boost or 1.0) if is_searched else boost,
            [*values, *(text for text in plain_texts(value) if text not in values)],
        )
    rows = (
        Text(path, searched, completed, boost, _row(values))
        for path, (searched, completed, boost, values) in found.items()
    )
    return [text for text in rows if text.row.name or text.row.exact]


def plain_texts(value: Any) -> list[str]:
    """Return the texts that a field's value holds: all languages of a localized one, the members of lists and mappings."""
    if value is None:
        return []
    if isinstance(value, str):
        return [value] if value.strip() else []
    if isinstance(value, LocalizedValue):
        return [entry["text"] for entry in value.values()]
    if isinstance(value, Mapping):
        value = value.values()
    if isinstance(value, Iterable):
        return [text for member in value for text in plain_texts(member)]
    return [str(value)]


def typed_words(text: str) -> Iterator[str]:
    """Yield the words of letters as they are typed, folded but not stemmed; a compound by its parts and as one."""
    for run in runs(fold(text)):
        if not run.is_bigrams:
            yield from run.parts if len(run.parts) > 1 else ()
            yield run.text


def _values(thing: Any, fields: Iterable[Any], path: str = "") -> Iterator[tuple[str, Any, Any]]:
    for field in fields:
        name = f"{path}{field.field_name}"
        if isinstance(field, SearchField | AutocompleteField):
            yield name, field, field.get_value(thing)
        elif isinstance(field, RelatedFields):
            for other in _related(field.get_value(thing)):
                yield from _values(other, field.fields, f"{name}__")


def _related(value: Any) -> Iterable[Any]:
    if value is None:
        return ()
    if isinstance(value, Manager):
        return value.all()
    return (value() if callable(value) else value,)


def _row(values: list[str]) -> IndexRow:
    """Names stand whole in `exact`, letters as typed in `text`, so that a word may be completed from its beginning."""
    names = [value for value in values if len(value) <= LONGEST_NAME]
    kana = [value for value in names if romaji.is_kana("".join(value.split()))]
    whole = index_row(name="", readings=kana, other_names=names)
    return IndexRow(
        exact=whole.exact,
        name=index_terms(values),
        keys=sound_terms("".join(value.split()) for value in kana),
        text=" ".join(word for value in values for word in typed_words(value)),
    )
