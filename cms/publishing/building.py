"""From a live instance to the rows that are to stand in the tables. Nothing here writes to the database."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import orjson

from cms import clock
from cms.languages.table import CODES
from cms.memo import remembering
from cms.publishing.models import PublishedDocument
from cms.records.documents import build
from cms.records.facts import Facts, Window
from cms.records.kinds import UnknownKind, kind
from cms.records.models import Record

WINDOW_DAYS = 14
"""How far ahead opening windows are kept; a day more, so that the nightly roll may be late."""


@dataclass(frozen=True, slots=True)
class Document:
    """One language of a thing, ready to be written; `digest` covers both texts and not the time of the change."""

    lang: str
    lang_given: str
    status: str
    summary: dict[str, Any]
    full: dict[str, Any]
    digest: str

    @property
    def own(self) -> bool:
        """Whether the thing has text of its own in this language: name and short text."""
        return self.lang in self.summary["languages"]


@dataclass(frozen=True, slots=True)
class Projected:
    """Everything that publishing one thing writes."""

    uuid: UUID
    kind: str
    slug: str
    rank: int
    facts: Facts
    windows: list[Window] | None
    documents: tuple[Document, ...]
    depends_on: frozenset[str]


def load(uuid: UUID) -> Any | None:
    """Return the live instance of a thing if it is public, else None. The one gate to everything that visitors read."""
    record = Record.objects.filter(uuid=uuid).only("kind").first()
    if record is None:
        return None
    try:
        found = kind(record.kind)
    except UnknownKind:
        return None
    instance = found.find(uuid)
    return instance if instance is not None and instance.is_public() else None


def standing(uuid: UUID) -> Projected | None:
    """Return what is to stand in readers' tables of a thing now; None for one that is not public, or whose time is over."""
    instance = load(uuid)
    if instance is None:
        return None
    projected = project(instance)
    until = projected.facts.visible_until
    return projected if until is None or until > clock.now() else None


def project(instance: Any) -> Projected:
    """Return what is to be written for a public instance, in all languages."""
    with remembering():
        return _projected(instance)


def _projected(instance: Any) -> Projected:
    documents, depends_on = [], set[str]()
    for code in CODES:
        built = build(instance, code)
        depends_on |= built.depends_on
        documents.append(
            Document(
                code,
                built.full["lang"],
                built.full["lang_status"],
                built.summary,
                built.full,
                _digest(built.summary, built.full),
            )
        )
    return Projected(
        uuid=instance.uuid,
        kind=instance.kind_name,
        slug=instance.slug,
        rank=instance.rank,
        facts=instance.facts(),
        windows=instance.opening_windows(clock.today() - timedelta(days=1), WINDOW_DAYS + 2),
        documents=tuple(documents),
        depends_on=frozenset(depends_on),
    )


def digest_of(row: PublishedDocument) -> str:
    """Return the digest of the bytes that stand in a row, whatever its own says; "" where they are no documents."""
    try:
        summary, full = orjson.loads(row.summary), orjson.loads(row.full)
        return _digest(*({k: v for k, v in text.items() if k != "updated"} for text in (summary, full)))
    except (ValueError, AttributeError):
        return ""


def _digest(summary: dict[str, Any], full: dict[str, Any]) -> str:
    options = orjson.OPT_SORT_KEYS
    return hashlib.sha256(orjson.dumps(summary, option=options) + orjson.dumps(full, option=options)).hexdigest()
