"""Reading the one row per thing: where an address that shows nothing leads."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from cms.records.models import Record, RecordSlug


@dataclass(frozen=True, slots=True)
class Standing:
    """What became of a thing: its present slug, and whether it is live or was withdrawn."""

    uuid: UUID
    kind: str
    slug: str
    live: bool
    withdrawn: bool


def standing(kind: str, slug: str) -> Standing | None:
    """Return the standing of the thing that has, or ever had, a slug; None for one that was never given."""
    held = RecordSlug.objects.select_related("record").filter(kind=kind, slug=slug).first()
    return _standing(held.record) if held is not None else None


def standing_of(uuid: UUID) -> Standing | None:
    """Return the standing of a thing by its uuid; None for one that never was."""
    record = Record.objects.filter(uuid=uuid).first()
    return _standing(record) if record is not None else None


def by_ucode(ucode: str) -> Standing | None:
    """Return the standing of the thing that carries a ucode, written with 32 hexadecimal digits in small letters."""
    record = Record.objects.filter(ucode=ucode).first()
    return _standing(record) if record is not None else None


def _standing(record: Record) -> Standing:
    return Standing(record.uuid, record.kind, record.slug, record.live, record.withdrawn_at is not None)
