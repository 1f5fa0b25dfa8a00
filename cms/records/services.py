"""Writing records: the row per thing, and `patch` (in patching.py), the only way to change facts outside the editor's form."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from cms import clock
from cms.records.models import Record, RecordModel, RecordSlug
from cms.records.patching import Conflict, Patched, RecordError, patch, retext


def register(instance: RecordModel) -> Record:
    """Keep the `Record` row of a thing in step with it; a slug that another thing ever had is refused."""
    held = (
        RecordSlug.objects.filter(kind=instance.kind_name, slug=instance.slug).exclude(record_id=instance.uuid).first()
    )
    if held is not None:
        raise RecordError(f"slug {instance.slug!r} belongs to {held.record_id}; a slug is never given to another thing")
    record, _ = Record.objects.update_or_create(
        uuid=instance.uuid,
        defaults={
            "kind": instance.kind_name,
            "slug": instance.slug,
            "title": str(instance.name)[:255],
            "ucode": instance.ucode or None,
            "live": instance.live and not instance.restricted,
            "owner_id": instance.owner_id,
            "confirm_by": instance.confirm_by,
            "withdrawn_at": None if instance.live and not instance.restricted else _withdrawn_at(instance.uuid),
        },
    )
    RecordSlug.objects.get_or_create(kind=instance.kind_name, slug=instance.slug, defaults={"record": record})
    former = list(record.slugs.exclude(slug=record.slug).values_list("slug", flat=True))
    if former != record.former_slugs:
        record.former_slugs = former
        record.save(update_fields=["former_slugs"])
    return record


def _withdrawn_at(uuid: UUID) -> Any:
    """Return when a thing that is no longer live was withdrawn; None for one that never was public."""
    before = Record.objects.filter(uuid=uuid).values_list("live", "withdrawn_at").first()
    if before is None:
        return None
    return clock.now() if before[0] else before[1]


def withdraw(uuid: UUID) -> None:
    """Mark a thing as taken back: its addresses answer 410 from now on."""
    Record.objects.filter(uuid=uuid, live=True).update(live=False, withdrawn_at=clock.now())


__all__ = ["Conflict", "Patched", "RecordError", "patch", "register", "retext", "withdraw"]
