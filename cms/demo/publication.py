"""Putting demo things into the system through the same doors as an editor: saved, revised, published.

What is there is never touched again, so that a second start changes nothing and an editor's work stays.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from cms import clock
from cms.demo.content import uuid_of
from cms.publishing.services import publish_now
from cms.records.models import Record, RecordModel
from cms.users.models import Department

DEPARTMENTS = {"tourism": "観光振興課（見本）", "museum": "郷土博物館（見本）"}
CONFIRM_EVERY = timedelta(days=365)


def reserve(kind: str, rows: Iterable[dict[str, Any]]) -> None:
    """Make the `Record` rows of a kind, so that demo things can point to each other whatever is loaded first."""
    for row in rows:
        Record.objects.get_or_create(
            uuid=uuid_of(kind, row["key"]),
            defaults={"kind": kind, "slug": row["slug"], "title": row["names"]["ja"][:255]},
        )


def is_missing(model: type[RecordModel], uuid: UUID) -> bool:
    """Tell whether a demo thing is still to be loaded; one that an editor deleted or took back is not."""
    if model._default_manager.filter(uuid=uuid).exists():
        return False
    return not Record.objects.filter(uuid=uuid, withdrawn_at__isnull=False).exists()


def related(row: dict[str, Any]) -> list[UUID]:
    """Return the ids of the things that belong with a row of data, in its order."""
    return [uuid_of(other["kind"], other["key"]) for other in row.get("related", ())]


def department(code: str) -> Department:
    """Return a department that owns demo content."""
    return Department.objects.get_or_create(code=code, defaults={"name": DEPARTMENTS[code]})[0]


def confirm_by(row: dict[str, Any]) -> Any:
    """Return until when the facts count as confirmed: facts of low confidence are overdue from the first day."""
    doubtful = any(source["confidence"] == "low" for source in row.get("sources", ()))
    return clock.today() - timedelta(days=1) if doubtful else clock.today() + CONFIRM_EVERY


def publish(instance: RecordModel, *, withdrawn: bool = False) -> None:
    """Check, save and publish a thing in one transaction; `withdrawn` takes it back so that its addresses answer 410.

    Usage references are written once at the end and not once per row, which halves the time of a first start.
    """
    instance.full_clean()
    with transaction.atomic(), disable_reference_index_auto_update():
        instance.save()
        instance.save_revision(clean=False).publish()
    ReferenceIndex.create_or_update_for_object(instance)
    if withdrawn:
        # A tombstone is only left by what readers have seen.
        publish_now(instance.uuid)
        instance.refresh_from_db()
        instance.unpublish()
