"""`patch`: the only way to change facts of a record outside the editor's form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models, transaction
from modelcluster.models import get_all_child_relations, get_serializable_data_for_fields

from cms.languages.fields import LocalizedTextField
from cms.languages.values import LocalizedValue
from cms.records.models import RecordModel
from cms.records.signals import record_changed

if TYPE_CHECKING:
    from wagtail.models import Revision

Changes = Mapping[str, Any]
Rows = Mapping[str, Mapping[UUID, Changes]]
"""Relation → key of a row → changes of that row's fields."""


class RecordError(ValueError):
    """A change to a record that cannot be made; the message says which and what would be right."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A draft holds another value than the live row did: the patch did not touch it there.

    `field` names a row's field as `relation.key.field`; `draft` is None where the draft has no such row any more.
    """

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


@dataclass(frozen=True, slots=True)
class _Part:
    """The record itself or one row below it: what it is called, how it was, and how it is to be."""

    instance: models.Model
    changes: Changes
    before: dict[str, Any]
    relation: str = ""
    key: UUID | None = None

    def called(self, field: str) -> str:
        return f"{self.relation}.{self.key}.{field}" if self.relation else field

    def moved(self) -> list[str]:
        return [name for name, value in self.before.items() if getattr(self.instance, name) != value]


def patch(record: RecordModel, changes: Changes, *, rows: Rows | None = None, user: Any = None) -> Patched:
    """Change facts in the live row *and* in every open draft, in one transaction, then have it published anew.

    `changes` maps field names to values; for a localized text to `{language: text | {text, status}}` (only those languages
    move). `rows` does the same for rows below the record, by relation and key. A draft whose value equals the old live value
    takes the new one; a draft that already says something else, or removed the row, keeps it so and is reported as a
    conflict. Without this, publishing an older draft would undo imports and job results.
    """
    model = type(record)
    with transaction.atomic():
        live = model._default_manager.select_for_update().get(pk=record.pk)
        parts = [_part(live, changes), *_row_parts(live, rows or {})]
        for part in parts:
            _apply(part.instance, part.changes, user=user)
        changed = tuple(part.called(name) for part in parts for name in part.moved())
        drafts = _drafts(live)
        conflicts = [conflict for draft in drafts for conflict in _patch_draft(draft, parts)]
        if changed:
            _save(live, parts)
            if live.live:
                if live.latest_revision is not None and live.latest_revision not in drafts:
                    model._default_manager.get(pk=live.pk).save_revision(user=user, changed=False, clean=False)
                record_changed.send(sender=model, instance=live)
    for name in changes:
        setattr(record, name, getattr(live, name))
    return Patched(changed, tuple(conflicts))


def _drafts(live: RecordModel) -> list[Revision]:
    """Return the revisions that may be published one day: the draft, and what is scheduled even if newer drafts exist."""
    found = list(live.revisions.filter(approved_go_live_at__isnull=False))
    draft = live.latest_revision if live.has_unpublished_changes or not live.live else None
    return found if draft is None or draft in found else [*found, draft]


def retext(instance: models.Model, changes: Changes, *, user: Any = None) -> bool:
    """Change texts of something without drafts (a tag, a category, a picture); return whether any moved."""
    with transaction.atomic():
        live = type(instance)._default_manager.select_for_update().get(pk=instance.pk)
        part = _part(live, changes)
        _apply(live, changes, user=user)
        if not part.moved():
            return False
        _check(part)
        live.save()
    return True


def _part(instance: Any, changes: Changes, *, relation: str = "", key: UUID | None = None) -> _Part:
    unknown = [name for name in changes if name not in {field.name for field in instance._meta.concrete_fields}]
    if unknown:
        raise RecordError(f"{type(instance).__name__} has no field {', '.join(unknown)}")
    return _Part(instance, changes, {name: getattr(instance, name) for name in changes}, relation, key)


def _row_parts(live: RecordModel, rows: Rows) -> Iterator[_Part]:
    known = {relation.get_accessor_name() for relation in get_all_child_relations(type(live))}
    for relation, wanted in rows.items():
        if relation not in known:
            raise RecordError(
                f"{type(live).__name__} has no rows {relation!r}; accepted are {', '.join(sorted(known))}"
            )
        held = {row.key: row for row in getattr(live, relation).get_live_queryset()}
        for key, changes in wanted.items():
            if key not in held:
                raise RecordError(f"{live} has no row {key} in {relation} any more")
            yield _part(held[key], changes, relation=relation, key=key)


def _save(live: RecordModel, parts: list[_Part]) -> None:
    for part in parts:
        if moved := part.moved():
            _check(part)
            if part.relation:
                part.instance.save(update_fields=moved)
    live.save()


def _check(part: _Part) -> None:
    others = [field.name for field in part.instance._meta.concrete_fields if field.name not in part.changes]
    part.instance.full_clean(exclude=others)


def _apply(instance: Any, changes: Changes, *, user: Any) -> None:
    for name, value in changes.items():
        field = instance._meta.get_field(name)
        if isinstance(field, LocalizedTextField):
            current: LocalizedValue = getattr(instance, name)
            setattr(instance, name, current.merged(_language_changes(value), by=str(user or "")))
        else:
            try:
                setattr(instance, name, field.to_python(value))
            except ValidationError as error:
                raise RecordError(f"{name}={value!r}: {'; '.join(error.messages)}") from error


def _language_changes(value: Any) -> dict[str, dict[str, str]]:
    return {
        code: {"text": entry, "status": "reviewed"} if isinstance(entry, str) else dict(entry)
        for code, entry in dict(value).items()
    }


def _patch_draft(draft: Revision, parts: list[_Part]) -> Iterator[Conflict]:
    """Write the new values into the stored draft where it held the old ones; yield where it did not."""
    held = draft.as_object()
    content = draft.content
    for part in parts:
        drafted, stored = held, content
        if part.relation:
            drafted = next((row for row in getattr(held, part.relation).all() if row.key == part.key), None)
            stored = next((row for row in content.get(part.relation) or [] if row.get("key") == str(part.key)), None)
        for name in part.changes:
            if drafted is None or stored is None:
                yield Conflict(draft.pk, part.called(name), "", None, getattr(part.instance, name))
            else:
                yield from _patch_field(draft.pk, part, name, drafted=getattr(drafted, name), stored=stored)
    draft.content = content
    draft.save(update_fields=["content"])


def _patch_field(revision: int, part: _Part, name: str, *, drafted: Any, stored: dict[str, Any]) -> Iterator[Conflict]:
    field: Any = part.instance._meta.get_field(name)
    old, new = part.before[name], getattr(part.instance, name)
    if isinstance(field, LocalizedTextField):
        merged = dict(drafted)
        for code in part.changes[name]:
            if drafted.text(code) in {old.text(code), new.text(code)}:
                merged[code] = new.get(code, {})
            else:
                yield Conflict(revision, part.called(name), code, drafted.text(code), new.text(code))
        stored[name] = {code: entry for code, entry in merged.items() if entry}
    elif drafted in (old, new):
        stored[name] = get_serializable_data_for_fields(part.instance)[name]
    else:
        yield Conflict(revision, part.called(name), "", drafted, new)
