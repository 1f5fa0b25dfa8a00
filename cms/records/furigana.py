"""Readings over the names in a document's HTML, in Japanese and in easy Japanese."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from cms.languages.readings import glossary
from cms.languages.ruby import Entry, Glossary, own_entries
from cms.memo import once

LANGUAGES: Final = frozenset({"ja", "ja-x-easy"})


def annotated(
    full: Mapping[str, Any], *, name: str, reading: str, words: Iterable[Entry] = ()
) -> tuple[dict[str, Any], frozenset[str]]:
    """Return a document with ruby in every member named `*html`, `name_html`, and what it now depends on.

    `name` and `reading` are the record's own in Japanese; they count for this document beside the glossary, and so do
    the everyday `words` of easy Japanese.
    """
    site = once(("glossary",), glossary)
    added = (*words, *own_entries(name, reading))
    applied = once(("glossary", added), lambda: site.extended(added))
    made = {member: _annotated(member, value, applied) for member, value in full.items()}
    shown = applied.html(full["name"])
    if "<ruby>" in shown:
        made["name_html"] = shown
    said = "\n".join(text for text in _texts(full) if text)
    return made, frozenset(f"reading:{surface}" for surface in site.surfaces(said))


def _annotated(member: str, value: Any, applied: Glossary) -> Any:
    if isinstance(value, str):
        return applied.annotate_html(value) if member.endswith("html") else value
    if isinstance(value, Mapping):
        return {inner: _annotated(inner, part, applied) for inner, part in value.items()}
    if isinstance(value, list):
        return [_annotated(member, part, applied) for part in value]
    return value


def _texts(full: Mapping[str, Any]) -> list[str]:
    """The name and every `*html` member, however deep."""
    found = [str(full["name"])]
    waiting: list[tuple[str, Any]] = list(full.items())
    while waiting:
        member, value = waiting.pop()
        if isinstance(value, str) and member.endswith("html"):
            found.append(value)
        elif isinstance(value, Mapping):
            waiting += value.items()
        elif isinstance(value, list):
            waiting += [(member, part) for part in value]
    return found
