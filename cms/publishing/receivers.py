"""Signals enqueue or retract, nothing else."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.signals import published, unpublished

from cms.languages.models import Reading
from cms.media.models import KakuzanImage
from cms.publishing.garbage import collect
from cms.publishing.mentions import things_saying
from cms.publishing.services import enqueue, enqueue_dependants, retract
from cms.records.models import RecordModel
from cms.records.services import withdraw
from cms.records.signals import record_changed
from cms.records.vocabulary import Category, Tag
from media_pipeline.signals import asset_ready, collect_public


def on_published(sender: type, instance: Any, **kwargs: Any) -> None:
    """A revision of a record went live."""
    if isinstance(instance, RecordModel):
        enqueue_or_retract(sender, instance)


def enqueue_or_retract(sender: type, instance: Any, **kwargs: Any) -> None:
    """Have a public thing made anew; take one that is no longer public from all readers at once."""
    if instance.is_public():
        with transaction.atomic():
            enqueue(instance.uuid, reason="published")
            enqueue_dependants(f"record:{instance.uuid}", reason="related published")
    else:
        on_unpublished(sender, instance)


def on_unpublished(sender: type, instance: Any, **kwargs: Any) -> None:
    """A record was taken back or deleted."""
    if isinstance(instance, RecordModel):
        with transaction.atomic():
            withdraw(instance.uuid)
            retract(instance.uuid)


def on_word(sender: type, instance: Any, **kwargs: Any) -> None:
    """A tag or category was renamed or removed."""
    key = f"tag:{instance.slug}" if isinstance(instance, Tag) else f"category:{instance.kind}/{instance.slug}"
    enqueue_dependants(key, reason=key)


def on_image(sender: type, instance: KakuzanImage, **kwargs: Any) -> None:
    """A picture, its words or its credit changed."""
    enqueue_dependants(f"image:{instance.pk}", reason="image changed")


def on_asset(sender: type, asset: UUID, **kwargs: Any) -> None:
    """A 3D asset has new derivatives."""
    enqueue_dependants(f"asset:{asset}", reason="asset ready")


def on_collect(sender: type, folder: str, dry_run: bool, **kwargs: Any) -> tuple[int, int]:
    """The pipeline tidies up: what is published says which of its files stay."""
    found = collect(folder=folder, dry_run=dry_run)
    return found.removed, found.bytes


def on_reading(sender: type, instance: Reading, **kwargs: Any) -> None:
    """A reading was confirmed, changed or removed: everything that says the name is made anew."""
    with transaction.atomic():
        for surface in {instance.surface, instance.before} - {""}:
            enqueue(*things_saying(surface), reason=f"reading {surface}")


def connect() -> None:
    """Attach the receivers; called once, in `AppConfig.ready`."""
    published.connect(on_published, dispatch_uid="publishing.published")
    unpublished.connect(on_unpublished, dispatch_uid="publishing.unpublished")
    post_delete.connect(on_unpublished, dispatch_uid="publishing.deleted")
    record_changed.connect(enqueue_or_retract, dispatch_uid="publishing.changed")
    asset_ready.connect(on_asset, dispatch_uid="publishing.asset")
    collect_public.connect(on_collect, dispatch_uid="publishing.collect")
    for word in (Tag, Category):
        post_save.connect(on_word, sender=word, dispatch_uid=f"publishing.{word.__name__}.saved")
        post_delete.connect(on_word, sender=word, dispatch_uid=f"publishing.{word.__name__}.deleted")
    post_save.connect(on_reading, sender=Reading, dispatch_uid="publishing.reading.saved")
    post_delete.connect(on_reading, sender=Reading, dispatch_uid="publishing.reading.deleted")
    post_save.connect(on_image, sender=KakuzanImage, dispatch_uid="publishing.image.saved")
