"""What search reads of a thing's documents: its names, words and texts, cut into the columns of an index."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cms.languages.guessing import guessed
from cms.languages.readings import glossary
from cms.languages.ruby import Glossary
from cms.records.furigana import LANGUAGES as FURIGANA
from cms.records.html import plain
from cms.search.naming import Documents, Named
from cms.search.tokens import IndexRow, index_row


def token_rows(documents: Documents, called: Named, *, known: Glossary | None = None) -> dict[str, IndexRow]:
    """Return what an index holds of a thing in each language, whatever the engine; `known` are the site's readings."""
    known = known or glossary()
    return {lang: _row(lang, full, called, known) for lang, (_, full) in documents.items()}


def _row(lang: str, full: Mapping[str, Any], called: Named, known: Glossary) -> IndexRow:
    lead, *others = _texts(full)
    texts = [lead, *filter(None, others)]
    readings = known.readings("\n".join(texts)) if lang in FURIGANA else ()
    guesses = [] if called.reading else [guess for name in called.own if (guess := guessed(name))]
    return index_row(
        numbers=called.numbers,
        name=full["name"],
        readings=called.readings,
        other_names=[name for name in called.all if name != full["name"]],
        category=full["category"]["name"] if full["category"] else "",
        labels=[tag["name"] for tag in full["tags"]],
        texts=texts,
        facts=[(full.get("date") or {}).get("text") or "", full.get("medium") or ""],
        text_readings=[*readings, *guesses],
    )


def as_prose(full: Mapping[str, Any]) -> str:
    """Return the name and the texts that search reads, as they are written."""
    return "\n".join([full["name"], *filter(None, _texts(full))])


def _texts(full: Mapping[str, Any]) -> Iterator[str]:
    """Return the plain texts that search reads, whatever the kind; names of relations are left out.

    The first is what introduces the thing. Any may be empty.
    """
    yield full["short"] or full.get("lead") or ""
    yield full.get("text") or ""
    yield plain(full.get("body_html") or "")
    for member in ("address", "medium", "schedule_text", "lead"):
        yield full.get(member) or ""
    for group, member in (("date", "text"), ("rights", "credit"), ("display", "gallery")):
        yield (full.get(group) or {}).get(member) or ""
    yield from full.get("designations", ())
    yield from (f"{row['name']} {row['detail']}" for row in full.get("facilities", ()) if row["status"] == "yes")
    yield from (f"{row['label']} {row['value']}" for row in full.get("facts", ()))
    yield from (plain(stop["narration_html"]) for stop in full.get("stops", ()))
    yield from (plain(block.get("html") or "") for block in full.get("blocks", ()))


__all__ = ["as_prose", "token_rows"]
