"""Signals enqueue or retract, nothing else."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete
from wagtail.signals import published, unpublished

from cms.publishing.services import enqueue, retract
from cms.records.models import RecordModel
from cms.records.services import withdraw
from cms.records.signals import record_changed


def on_published(sender: type, instance: Any, **kwargs: Any) -> None:
    """A revision of a record went live."""
    if isinstance(instance, RecordModel):
        enqueue_or_retract(sender, instance)


def enqueue_or_retract(sender: type, instance: Any, **kwargs: Any) -> None:
    """Have a public thing made anew; take one that is no longer public from all readers at once."""
    if instance.is_public():
        enqueue(instance.uuid, reason="published")
    else:
        with transaction.atomic():
            retract(instance.uuid)
            withdraw(instance.uuid)


def on_unpublished(sender: type, instance: Any, **kwargs: Any) -> None:
    """A record was taken back or deleted."""
    if isinstance(instance, RecordModel):
        with transaction.atomic():
            retract(instance.uuid)
            withdraw(instance.uuid)


def connect() -> None:
    """Attach the receivers; called once, in `AppConfig.ready`."""
    published.connect(on_published, dispatch_uid="publishing.published")
    unpublished.connect(on_unpublished, dispatch_uid="publishing.unpublished")
    post_delete.connect(on_unpublished, dispatch_uid="publishing.deleted")
    record_changed.connect(enqueue_or_retract, dispatch_uid="publishing.changed")
