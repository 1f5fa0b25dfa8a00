"""Keeps the index in the transaction that writes the documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final
from uuid import UUID

from django.db import connection

from cms.languages.readings import glossary
from cms.publishing.models import PublishedThing
from cms.publishing.projections import Written
from cms.records.furigana import LANGUAGES as FURIGANA
from cms.records.html import plain
from cms.records.kinds import kind
from cms.records.models import Record
from cms.search.engine import Engine
from cms.search.fts5 import Fts5
from cms.search.models import SearchEntry, SearchFacet, SearchKey, SearchWord
from cms.search.postgresql import Tsvector
from cms.search.sql import SqlEngine
from cms.search.tokens import IndexRow, index_row, suggestion_keys, vocabulary_words
from cms.search.tokens.version import tokens_version

FOREVER: Final = 2**53
BEHIND_WHOLE_NAMES: Final = 100
Documents = Mapping[str, tuple[Mapping[str, Any], Mapping[str, Any]]]
"""Summary and full document by language."""


def embedded() -> Engine:
    """Return the engine of this installation's database, which is always complete."""
    return SqlEngine(Fts5() if connection.vendor == "sqlite" else Tsvector())


class SearchProjection:
    """One entry per thing: token rows in every language, its facet, keys of suggestions."""

    def write(self, written: Written) -> None:
        """Replace what is kept of this thing; a kind without search fields is not found by search."""
        thing = written.thing
        if not kind(thing.kind).search_fields:
            return
        first = next(iter(written.documents.values()))[1]
        members = {"facet": _facet(thing.kind, first), "rank": thing.rank, **_span(thing), **_facts(thing, first)}
        entry, _ = SearchEntry.objects.update_or_create(uuid=thing.uuid, defaults=members)
        names = _names(written.documents)
        ucode = Record.objects.filter(uuid=thing.uuid).values_list("ucode", flat=True).first()
        embedded().write(entry.pk, token_rows(written.documents, ucode))
        _replace_keys(entry, names, first["reading"])
        _keep_words(names, [first["reading"]], written)

    def remove(self, uuid: UUID) -> None:
        """Forget this thing."""
        for number in SearchEntry.objects.filter(uuid=uuid).values_list("pk", flat=True):
            embedded().remove(number)
        SearchEntry.objects.filter(uuid=uuid).delete()


def _span(thing: PublishedThing) -> dict[str, int]:
    return {
        "visible_from": int(thing.visible_from.timestamp()) if thing.visible_from else 0,
        "visible_until": int(thing.visible_until.timestamp()) if thing.visible_until else FOREVER,
    }


def _facts(thing: PublishedThing, full: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a search may be narrowed and sorted by."""
    date, rights, display = full.get("date") or {}, full.get("rights") or {}, full.get("display") or {}
    return {
        "tokens": tokens_version(),
        "earliest": date.get("earliest"),
        "latest": date.get("latest"),
        "lat": thing.lat,
        "lon": thing.lon,
        "seasons": thing.seasons,
        "rights": rights.get("code", ""),
        "displayed": bool(display),
        "shown_at": (display.get("place") or {}).get("id"),
        "scene": bool(full.get("asset")),
    }


def token_rows(documents: Documents, ucode: str | None) -> dict[str, IndexRow]:
    """Return what an index holds of a thing in each language, whatever the engine."""
    names = _names(documents)
    return {lang: _row(lang, full, names, _numbers(full, ucode)) for lang, (_, full) in documents.items()}


def _numbers(full: Mapping[str, Any], ucode: str | None) -> list[str]:
    """Return the accession number and the ucode, which are found as a whole."""
    return [number for number in (full.get("accession_number"), ucode) if number]


def _names(documents: Documents) -> list[str]:
    """Return the names of a thing in all languages, each once."""
    return list(dict.fromkeys(full["name"] for _, full in documents.values() if full["name"]))


def _row(lang: str, full: Mapping[str, Any], names: list[str], numbers: list[str]) -> IndexRow:
    return index_row(
        numbers=numbers,
        name=full["name"],
        readings=[full["reading"]] if full["reading"] else [],
        other_names=[name for name in names if name != full["name"]],
        category=full["category"]["name"] if full["category"] else "",
        labels=[tag["name"] for tag in full["tags"]],
        texts=_texts(full),
        text_readings=glossary().readings("\n".join(_texts(full))) if lang in FURIGANA else (),
    )


def _texts(full: Mapping[str, Any]) -> Iterator[str]:
    """Return the plain texts that search reads, whatever the kind; names of relations are left out."""
    yield full["short"]
    yield full.get("text", "")
    for html in ("body_html",):
        yield plain(full.get(html) or "")
    for member in ("address", "medium", "schedule_text", "lead"):
        yield full.get(member) or ""
    yield from full.get("designations", ())
    yield from (f"{row['label']} {row['value']}" for row in full.get("facts", ()))
    yield from (plain(stop["narration_html"]) for stop in full.get("stops", ()))
    yield from (plain(block.get("html") or "") for block in full.get("blocks", ()))


def _facet(kind_name: str, full: Mapping[str, Any]) -> SearchFacet:
    slugs = sorted({tag["slug"] for tag in full["tags"]})
    return SearchFacet.objects.get_or_create(kind=kind_name, tags=f" {' '.join(slugs)} ")[0]


def _replace_keys(entry: SearchEntry, names: Iterable[str], reading: str) -> None:
    keys: dict[str, bool] = {}
    for name in names:
        for position, key in enumerate(suggestion_keys(name, [reading] if reading else [])):
            keys[key] = keys.get(key, False) or position == 0
    SearchKey.objects.filter(entry=entry).delete()
    SearchKey.objects.bulk_create(
        [
            SearchKey(entry=entry, key=key, place=len(key) + (0 if whole else BEHIND_WHOLE_NAMES))
            for key, whole in sorted(keys.items())
        ]
    )


def _keep_words(names: Iterable[str], readings: Iterable[str], of: Written) -> None:
    """Add the words of names, of the category and the tags to those that slips are mended to."""
    labels = [word["name"] for _, full in of.documents.values() for word in (full["category"], *full["tags"]) if word]
    words = vocabulary_words([*names, *dict.fromkeys(labels)], readings)
    known = set(SearchWord.objects.filter(word__in=list(words)).values_list("word", flat=True))
    fresh = [SearchWord(word=word, written=written[:80]) for word, written in words.items() if word not in known]
    if fresh:
        SearchWord.objects.bulk_create(fresh, ignore_conflicts=True)


__all__ = ["SearchProjection", "embedded", "token_rows"]
