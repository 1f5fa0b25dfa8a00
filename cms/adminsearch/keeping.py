"""Keeping the texts of objects: written when an object is saved, removed with it, made anew by a rebuild."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, connection, transaction
from django.db.models import Model
from modelsearch.backends.base import get_model_root

from cms.adminsearch import tables
from cms.adminsearch.models import ObjectText
from cms.adminsearch.texts import Text, texts_of

TOGETHER: Final = 400
"""Objects written in one go."""


def root_type(model: type[Model]) -> int:
    """Return the key of the content type under which the objects of a model are kept."""
    return int(ContentType.objects.get_for_model(get_model_root(model)).pk)


def object_key(model: type[Model], key: Any) -> str:
    """Return an object's key as the database writes it, a UUID of SQLite as 32 digits."""
    return str(key_field(model).get_db_prep_value(key, connection))


def key_field(model: type[Model]) -> Any:
    """Return the field that holds the key at the root of a model's inheritance."""
    return get_model_root(model)._meta.pk


def write(model: type[Model], things: Iterable[Any]) -> set[tuple[int, str]]:
    """Replace what changed of some objects' texts and return the objects' keys."""
    kind, every = root_type(model), list(things)
    for first in range(0, len(every), TOGETHER):
        some = every[first : first + TOGETHER]
        try:
            _write(kind, _wanted(model, some))
        except IntegrityError:  # somebody has just written one of them for the first time: write what they are by now
            again = [type(thing)._base_manager.filter(pk=thing.pk).first() for thing in some]
            _write(kind, _wanted(model, [thing for thing in again if thing is not None]))
    return {(kind, object_key(model, thing.pk)) for thing in every}


def _wanted(model: type[Model], things: Iterable[Any]) -> dict[str, dict[str, Text]]:
    return {object_key(model, thing.pk): {text.field: text for text in texts_of(thing)} for thing in things}


def remove(model: type[Model], key: Any) -> None:
    """Forget an object."""
    ObjectText.objects.filter(content_type_id=root_type(model), object_id=object_key(model, key)).delete()


def remove_all() -> None:
    """Forget all objects."""
    ObjectText.objects.all().delete()


def remove_others(seen: set[tuple[int, str]]) -> int:
    """Forget the objects that are not among `seen` and return how many texts that were."""
    rows = ObjectText.objects.values_list("pk", "content_type_id", "object_id").iterator()
    stale = [number for number, kind, key in rows if (kind, key) not in seen]
    for first in range(0, len(stale), TOGETHER):
        ObjectText.objects.filter(pk__in=stale[first : first + TOGETHER]).delete()
    return len(stale)


@transaction.atomic
def _write(kind: int, wanted: Mapping[str, Mapping[str, Text]]) -> None:
    stored: dict[str, dict[str, tuple[int, str]]] = defaultdict(dict)
    rows = ObjectText.objects.filter(content_type_id=kind, object_id__in=wanted)
    for number, key, field, digest in rows.values_list("pk", "object_id", "field", "digest"):
        stored[key][field] = number, digest
    old: list[int] = []
    new: list[tuple[ObjectText, Text]] = []
    for key, texts in wanted.items():
        kept = {field: digest for field, (_, digest) in stored[key].items()}
        changed = {
            field for field in kept.keys() | texts if field not in texts or kept.get(field) != texts[field].digest
        }
        old += [stored[key][field][0] for field in changed & kept.keys()]
        new += [(_entry(kind, key, texts[field]), texts[field]) for field in sorted(changed & texts.keys())]
    ObjectText.objects.filter(pk__in=old).delete()
    made = ObjectText.objects.bulk_create([entry for entry, _ in new])
    tables.insert([(entry.pk, text.row) for entry, (_, text) in zip(made, new, strict=True)])


def _entry(kind: int, key: str, text: Text) -> ObjectText:
    return ObjectText(
        content_type_id=kind,
        object_id=key,
        field=text.field,
        searched=text.searched,
        completed=text.completed,
        boost=text.boost,
        digest=text.digest,
    )
