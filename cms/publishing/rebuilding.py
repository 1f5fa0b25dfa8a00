"""Making everything anew, and checking that what stands is what would be made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from cms import clock
from cms.publishing.building import Projected, digest_of, standing
from cms.publishing.models import DocumentDependency, PublishedDocument, PublishedTag, PublishedThing
from cms.publishing.services import Moved, enqueue, members, pending, publish_now, retract
from cms.records.models import Record

BATCH = 200
"""No write transaction lasts over 500 ms (design.md 9): wishes are written in batches."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What a comparison found: documents looked at, what differs (documents, or rows beside them), things in the outbox."""

    documents: int
    differ: int
    pending: int
    examples: tuple[str, ...] = ()


def known(kind: str = "") -> Iterator[UUID]:
    """Return every thing that is, or should be, in readers' tables."""
    records = Record.objects.filter(live=True)
    things = PublishedThing.objects.filter(withdrawn_at=None)
    if kind:
        records, things = records.filter(kind=kind), things.filter(kind=kind)
    yield from sorted(set(records.values_list("uuid", flat=True)) | set(things.values_list("uuid", flat=True)))


def rebuild(kind: str = "") -> int:
    """Make all things anew, each in its own short transaction, and mend bytes that were spoilt; return how many there were."""
    count = 0
    for uuid in list(known(kind)):
        try:
            publish_now(uuid, mend=True)
        except Moved:
            enqueue(uuid, reason="rebuild")
        count += 1
    return count


def roll() -> int:
    """Ask for every thing anew: opening windows move on by a day, dates to confirm fall due. Runs every night."""
    uuids = list(known())
    for start in range(0, len(uuids), BATCH):
        with transaction.atomic():
            enqueue(*uuids[start : start + BATCH], reason="nightly roll")
    return len(uuids)


def verify(kind: str = "") -> Verified:
    """Compare what stands with what would be made now; change nothing."""
    documents = differ = 0
    examples: list[str] = []
    for uuid in known(kind):
        seen = PublishedDocument.objects.filter(thing_id=uuid).exclude(thing__visible_until__lte=clock.now())
        found = {row.lang: digest_of(row) for row in seen}
        projected = standing(uuid)
        wanted = {document.lang: document.digest for document in projected.documents} if projected else {}
        documents += len(set(found) | set(wanted))
        wrong = [lang for lang in set(found) | set(wanted) if found.get(lang) != wanted.get(lang)]
        if projected and not wrong:
            wrong = _wrong_beside(projected)
        differ += len(wrong)
        examples += [f"{uuid} {lang}" for lang in sorted(wrong)]
    return Verified(documents, differ, pending(), tuple(examples[:20]))


def _wrong_beside(projected: Projected) -> list[str]:
    """Return what is wrong beside the documents: dependencies, tags, or what lists filter and sort by."""
    uuid = projected.uuid
    thing = PublishedThing.objects.get(uuid=uuid)
    wrong = [name for name, value in members(projected).items() if getattr(thing, name) != value]
    if set(PublishedTag.objects.filter(thing=uuid).values_list("tag", flat=True)) != set(projected.facts.tags):
        wrong.append("tags")
    if set(DocumentDependency.objects.filter(thing=uuid).values_list("on", flat=True)) != projected.depends_on:
        wrong.append("dependencies")
    return wrong


def forget(uuid: UUID) -> None:
    """Retract one thing in a transaction of its own."""
    with transaction.atomic():
        retract(uuid)
