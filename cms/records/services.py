"""Writing records: the row per thing, and `patch`, the only way to change facts outside the editor's form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from cms import clock
from cms.languages.fields import LocalizedTextField
from cms.languages.values import LocalizedValue
from cms.records.models import Record, RecordModel, RecordSlug
from cms.records.signals import record_changed

if TYPE_CHECKING:
    from wagtail.models import Revision


class RecordError(ValueError):
    """A change to a record that cannot be made; the message says which and what would be right."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A draft holds another value than the live row did: the patch did not touch it there."""

    revision: int
    field: str
    language: str
    draft: Any
    patched: Any


@dataclass(frozen=True, slots=True)
class Patched:
    """What a patch did: the fields that moved in the live row and the drafts that disagree."""

    changed: tuple[str, ...]
    conflicts: tuple[Conflict, ...]


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


def patch(record: RecordModel, changes: Mapping[str, Any], *, user: Any = None) -> Patched:
    """Change facts in the live row *and* in every open draft, in one transaction, then have it published anew.

    `changes` maps field names to values; for a localized text to `{language: text | {text, status}}` (only those languages
    move). A draft whose value equals the old live value takes the new one; a draft that already says something else keeps it
    and is reported as a conflict. Without this, publishing an older draft would undo imports and job results.
    """
    model = type(record)
    unknown = [name for name in changes if name not in {field.name for field in model._meta.concrete_fields}]
    if unknown:
        raise RecordError(f"{model.__name__} has no field {', '.join(unknown)}")
    with transaction.atomic():
        live = model._default_manager.select_for_update().get(pk=record.pk)
        before = {name: getattr(live, name) for name in changes}
        _apply(live, changes, user=user)
        changed = tuple(name for name in changes if getattr(live, name) != before[name])
        conflicts: list[Conflict] = []
        draft = live.latest_revision if live.has_unpublished_changes or not live.live else None
        if draft is not None:
            conflicts = _patch_draft(draft, live=live, before=before, changes=changes)
        if changed:
            live.full_clean(exclude=[f.name for f in model._meta.concrete_fields if f.name not in changes])
            live.save()
            if live.live:
                if draft is None and live.latest_revision is not None:
                    live.save_revision(user=user, changed=False, clean=False)
                record_changed.send(sender=model, instance=live)
    for name in changes:
        setattr(record, name, getattr(live, name))
    return Patched(changed, tuple(conflicts))


def _apply(instance: RecordModel, changes: Mapping[str, Any], *, user: Any) -> None:
    for name, value in changes.items():
        field = instance._meta.get_field(name)
        if isinstance(field, LocalizedTextField):
            current: LocalizedValue = getattr(instance, name)
            setattr(instance, name, current.merged(_language_changes(value), by=str(user or "")))
        else:
            try:
                setattr(instance, name, field.to_python(value))  # type: ignore[union-attr]
            except ValidationError as error:
                raise RecordError(f"{name}={value!r}: {'; '.join(error.messages)}") from error


def _language_changes(value: Any) -> dict[str, dict[str, str]]:
    return {
        code: {"text": entry, "status": "reviewed"} if isinstance(entry, str) else dict(entry)
        for code, entry in dict(value).items()
    }


def _patch_draft(
    draft: Revision, *, live: RecordModel, before: Mapping[str, Any], changes: Mapping[str, Any]
) -> list[Conflict]:
    """Write the new values into the stored draft where it held the old ones; return where it did not."""
    conflicts: list[Conflict] = []
    held = draft.as_object()
    content = draft.content
    for name in changes:
        field = live._meta.get_field(name)
        old, new, drafted = before[name], getattr(live, name), getattr(held, name)
        if isinstance(field, LocalizedTextField):
            merged = dict(drafted)
            for code in changes[name]:
                if drafted.text(code) in {old.text(code), new.text(code)}:
                    merged[code] = new.get(code, {})
                else:
                    conflicts.append(Conflict(draft.pk, name, code, drafted.text(code), new.text(code)))
            content[name] = {code: entry for code, entry in merged.items() if entry}
        elif drafted in (old, new):
            content[name] = live.serializable_data()[name]
        else:
            conflicts.append(Conflict(draft.pk, name, "", drafted, new))
    draft.content = content
    draft.save(update_fields=["content"])
    return conflicts
