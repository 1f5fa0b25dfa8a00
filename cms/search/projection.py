"""Keeps the index in the transaction that writes the documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django.db import connection

from cms.languages.readings import glossary
from cms.publishing.models import PublishedThing
from cms.publishing.projections import Written
from cms.records.kinds import kind
from cms.records.models import Record
from cms.search.engine import Engine
from cms.search.fts5 import Fts5
from cms.search.models import SearchEntry, SearchFacet, SearchKey, SearchWord
from cms.search.naming import labels, mentioned, named
from cms.search.narrowing import TURN
from cms.search.postgresql import Lexemes
from cms.search.sql import SqlEngine
from cms.search.tokens import vocabulary_words
from cms.search.tokens.version import tokens_version
from cms.search.wording import token_rows

FOREVER: Final = 2**53


def embedded() -> Engine:
    """Return the engine of this installation's database, which is always complete."""
    return SqlEngine(Fts5() if connection.vendor == "sqlite" else Lexemes())


class SearchProjection:
    """One entry per thing: token rows in every language, its facet, keys of suggestions."""

    def write(self, written: Written) -> None:
        """Replace what is kept of this thing; a kind without search fields is not found by search."""
        write_all([written])

    def remove(self, uuid: UUID) -> None:
        """Forget this thing."""
        for number in SearchEntry.objects.filter(uuid=uuid).values_list("pk", flat=True):
            embedded().remove(number)
        SearchEntry.objects.filter(uuid=uuid).delete()


def write_all(written: Iterable[Written]) -> None:
    """Replace what is kept of some things, in as many statements as it takes for one. Keep it to a few hundred at once."""
    things = [one for one in written if kind(one.thing.kind).search_fields]
    if not things:
        return
    numbers = _entries(things)
    uuids = [one.thing.uuid for one in things]
    ucodes = dict(Record.objects.filter(uuid__in=uuids).values_list("uuid", "ucode"))
    called, known = {one.thing.uuid: named(one.documents, ucodes.get(one.thing.uuid)) for one in things}, glossary()
    embedded().write(
        {numbers[one.thing.uuid]: token_rows(one.documents, called[one.thing.uuid], known=known) for one in things}
    )
    _replace_keys({numbers[uuid]: called[uuid].keys for uuid in uuids})
    words: dict[str, str] = {}
    for one in things:
        names = called[one.thing.uuid]
        words |= {
            word: written
            for word, written in vocabulary_words(
                [*names.all, *labels(one.documents), *mentioned(one.documents)], names.readings
            ).items()
            if word not in words
        }
    _keep_words(words)


def _entries(things: Sequence[Written]) -> dict[UUID, int]:
    """Write the entries of some things and return their numbers, which stay what they were."""
    rows = []
    facets: dict[tuple[str, str], SearchFacet] = {}
    for one in things:
        first = next(iter(one.documents.values()))[1]
        kind_name, tags = one.thing.kind, f" {' '.join(sorted({tag['slug'] for tag in first['tags']}))} "
        if (kind_name, tags) not in facets:
            facets[kind_name, tags] = SearchFacet.objects.get_or_create(kind=kind_name, tags=tags)[0]
        members = {"rank": _rank(one.thing), **_span(one.thing), **_facts(one.thing, first)}
        rows.append(SearchEntry(uuid=one.thing.uuid, facet=facets[kind_name, tags], **members))
    fields = [field.name for field in SearchEntry._meta.concrete_fields if field.name not in {"id", "uuid"}]
    SearchEntry.objects.bulk_create(rows, update_conflicts=True, unique_fields=["uuid"], update_fields=fields)
    return dict(SearchEntry.objects.filter(uuid__in=[row.uuid for row in rows]).values_list("uuid", "pk"))


def _rank(thing: PublishedThing) -> int:
    """Return the place among what is found equally well: by the kind, then by the editors' order within it."""
    return kind(thing.kind).turn * TURN + min(thing.rank, TURN - 1)


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


def _replace_keys(of: Mapping[int, Mapping[str, int]]) -> None:
    SearchKey.objects.filter(entry__in=list(of)).delete()
    SearchKey.objects.bulk_create(
        [
            SearchKey(entry_id=number, key=key, place=place)
            for number, keys in of.items()
            for key, place in sorted(keys.items())
        ]
    )


def _keep_words(words: Mapping[str, str]) -> None:
    """Add words to those that slips are mended to."""
    known = set(SearchWord.objects.filter(word__in=list(words)).values_list("word", flat=True))
    fresh = [
        SearchWord(word=word, written=written[:80], backwards=word[::-1])
        for word, written in words.items()
        if word not in known
    ]
    if fresh:
        SearchWord.objects.bulk_create(fresh, ignore_conflicts=True)


__all__ = ["SearchProjection", "embedded", "write_all"]
