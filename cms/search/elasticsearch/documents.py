"""What the index holds of a thing: one document per language with its tokens, or, once withdrawn, one without any.

A withdrawn thing stays as a document that nothing finds, because the cluster forgets deleted versions after a minute and a
late write would bring it back. The version is the thing's sequence number.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import orjson

from cms.languages.readings import glossary
from cms.languages.table import CODES
from cms.publishing.models import PublishedDocument, PublishedThing
from cms.records.models import Record
from cms.search.elasticsearch import kuromoji
from cms.search.elasticsearch.schema import searchable_kinds
from cms.search.models import SearchEntry
from cms.search.naming import named
from cms.search.wording import as_prose, token_rows

GONE: Final = ""
"""The digest of a document that stands for a withdrawn one."""


@dataclass(frozen=True, slots=True)
class Indexed:
    """One document of the index as it is to be; `members` are its fields."""

    kind: str
    uuid: UUID
    lang: str
    sequence: int
    digest: str
    members: dict[str, Any]

    @property
    def key(self) -> str:
        """Return its id in the index."""
        return f"{self.uuid}:{self.lang}"

    @property
    def source(self) -> bytes:
        """Return it as JSON."""
        return orjson.dumps(self.members | {"sequence": self.sequence, "digest": self.digest})


def indexed(uuids: Sequence[UUID], *, prose: bool = False) -> Iterator[Indexed]:
    """Return what the index is to hold of some things now, in five statements; `prose`: the Japanese texts themselves too.

    The number of the change is read before the documents: what is newer than its number is written again under its own.
    """
    known = set(searchable_kinds())
    things = [
        thing for thing in PublishedThing.objects.filter(uuid__in=uuids).order_by("sequence") if thing.kind in known
    ]
    entries = {entry.uuid: entry for entry in SearchEntry.objects.filter(uuid__in=uuids).select_related("facet")}
    texts: dict[UUID, dict[str, tuple[dict[str, Any], dict[str, Any]]]] = {}
    for uuid, lang, full in PublishedDocument.objects.filter(thing__in=uuids).values_list("thing_id", "lang", "full"):
        texts.setdefault(uuid, {})[lang] = ({}, orjson.loads(bytes(full)))
    ucodes = dict(Record.objects.filter(uuid__in=uuids).values_list("uuid", "ucode"))
    known_readings = glossary()
    for thing in things:
        entry, documents = entries.get(thing.uuid), texts.get(thing.uuid)
        if entry is None or not documents or thing.withdrawn_at is not None:
            yield from (
                Indexed(thing.kind, thing.uuid, lang, thing.sequence, GONE, {"lang": lang, "kind": thing.kind})
                for lang in CODES
            )
            continue
        shared = {
            "kind": thing.kind,
            "tags": entry.facet.tags.split(),
            "number": entry.pk,
            "rank": entry.rank,
            **narrowed_by(entry),
            "visible_from": entry.visible_from,
            "visible_until": entry.visible_until,
        }
        in_order = {lang: documents[lang] for lang in CODES if lang in documents}
        for lang, row in token_rows(in_order, named(in_order, ucodes.get(thing.uuid)), known=known_readings).items():
            members = {"lang": lang, **shared, "exact": row.exact.split()}
            members |= {"name": row.name, "keys": row.keys, "text": row.text}
            if prose and lang == kuromoji.LANG:
                members["prose"] = as_prose(in_order[lang][1])
            yield Indexed(thing.kind, thing.uuid, lang, thing.sequence, digest(members), members)


def narrowed_by(entry: SearchEntry) -> dict[str, Any]:
    """Return what a search may be narrowed and sorted by; a date with one known year is that year."""
    return {
        "first_year": entry.earliest if entry.earliest is not None else entry.latest,
        "last_year": entry.latest if entry.latest is not None else entry.earliest,
        "seasons": [season for season in entry.seasons.split(",") if season],
        "rights": entry.rights,
        "displayed": entry.displayed,
        "shown_at": str(entry.shown_at) if entry.shown_at else None,
        "scene": entry.scene,
        "lat": entry.lat,
        "lon": entry.lon,
    }


def digest(members: dict[str, Any]) -> str:
    """Return a digest over everything that a document of the index holds."""
    return hashlib.sha256(orjson.dumps(members, option=orjson.OPT_SORT_KEYS)).hexdigest()[:24]
