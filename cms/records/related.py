"""Other things inside a document: their names, pictures and addresses, public ones only."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from cms.memo import once
from cms.records.documents import ORIGIN, Draft
from cms.records.kinds import kind
from cms.records.members import position
from cms.records.models import Record


def related_summaries(draft: Draft, uuids: Iterable[UUID]) -> list[dict[str, Any]]:
    """Return {id, kind, slug, name, short, url, image, position} of related things that are public now, in the order given.

    The document depends on each of them, public or not, so that one that comes or goes appears or disappears here.
    """
    wanted = list(dict.fromkeys(uuids))
    draft.depends_on |= {f"record:{uuid}" for uuid in wanted}
    records = once(("records", *wanted), lambda: Record.objects.in_bulk(wanted))
    found = [records[uuid] for uuid in wanted if uuid in records and records[uuid].live]
    return [summary for record in found if (summary := _summary(draft, record)) is not None]


def _summary(draft: Draft, record: Record) -> dict[str, Any] | None:
    found = kind(record.kind)
    instance = found.find(record.uuid)
    if instance is None or not instance.is_public():
        return None
    facts = once(("facts", record.uuid), instance.facts)
    short = draft.name_of(instance.short)
    name = draft.name_of(instance.name)
    return {
        "id": str(record.uuid),
        "kind": record.kind,
        "slug": record.slug,
        **name,
        "short": short["name"],
        "url": f"{ORIGIN}/{draft.language}/{found.plural}/{record.slug}/" if found.has_page else None,
        "image": instance.card_image(draft.language),
        "position": position(facts.lat, facts.lon),
    }
