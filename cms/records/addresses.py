"""Every translatable text of the system under one stable address, for files that go to translators and come back.

`place:<uuid>:short` is a record's own text, `place:<uuid>:fact_rows:<key>:value` one of a row below it,
`tag:<slug>:name`, `category:<kind>/<slug>:name` and `image:<number>:alt` are texts that records share.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db import models
from modelcluster.models import get_all_child_relations

from cms.languages.fields import LocalizedTextField
from cms.languages.values import LocalizedValue
from cms.media.models import KakuzanImage
from cms.records.kinds import UnknownKind, kind, kinds
from cms.records.patching import RecordError, patch, retext
from cms.records.vocabulary import Category, Tag


@dataclass(frozen=True, slots=True)
class Shared:
    """A model whose texts many records share: how its rows are found by what stands in an address."""

    model: type[models.Model]
    ident: Callable[[Any], str]
    find: Callable[[str], Any | None]


SHARED: Final = {
    "tag": Shared(Tag, lambda tag: str(tag.slug), lambda ident: Tag.objects.filter(slug=ident).first()),
    "category": Shared(
        Category,
        lambda category: f"{category.kind}/{category.slug}",
        lambda ident: Category.objects.filter(kind=ident.partition("/")[0], slug=ident.partition("/")[2]).first(),
    ),
    "image": Shared(
        KakuzanImage,
        lambda image: str(image.pk),
        lambda ident: KakuzanImage.objects.filter(pk=ident).first() if ident.isdecimal() else None,
    ),
}


@dataclass(frozen=True, slots=True)
class Text:
    """One text: its address, what people call it, the thing it is on, the row below it if any, and its field."""

    address: str
    label: str
    owner: Any
    row: Any
    relation: str
    field: LocalizedTextField

    @property
    def value(self) -> LocalizedValue:
        """The text in all its languages, as it is in the live row."""
        value: LocalizedValue = getattr(self.row if self.relation else self.owner, self.field.name)
        return value

    def take(self, change: dict[str, Any], *, user: Any) -> bool:
        """Write languages of this text wherever it is held; return whether anything moved."""
        texts = {self.field.name: change}
        if self.relation:
            return bool(patch(self.owner, {}, rows={self.relation: {self.row.key: texts}}, user=user).changed)
        if self.address.partition(":")[0] in SHARED:
            return retext(self.owner, texts, user=user)
        return bool(patch(self.owner, texts, user=user).changed)


def exchangeable() -> list[str]:
    """Return the names of everything whose texts can be exchanged: kinds of records, then what they share."""
    return [found.name for found in kinds() if found.finder is None] + list(SHARED)


def texts_of(name: str) -> Iterator[Text]:
    """Yield all texts of a kind of record, rows below it included, or of tags, categories or images."""
    if name in SHARED:
        shared = SHARED[name]
        for owner in shared.model._default_manager.order_by("pk").iterator():
            for field in localized_fields(type(owner)):
                yield _own(name, shared.ident(owner), shared.ident(owner), owner, field)
        return
    model: Any = kind(name).model()
    for record in model._default_manager.order_by("slug").iterator():
        for field in localized_fields(model):
            yield _own(name, str(record.uuid), record.slug, record, field)
        for relation, fields in localized_rows(model).items():
            for number, row in enumerate(getattr(record, relation).get_live_queryset(), start=1):
                for field in fields:
                    yield _below(name, record, relation, number, row, field)


def find_text(address: str) -> Text:
    """Return the text that an address names, or raise RecordError that says what is not there any more."""
    parts = address.split(":")
    if len(parts) not in (3, 5):
        raise RecordError(f"the context {address!r} names no text; accepted is kind:id:field or kind:id:rows:key:field")
    name, ident, member = parts[0], parts[1], parts[-1]
    owner = _owner(name, ident)
    if len(parts) == 3:
        label = str(getattr(owner, "slug", ident)) if name not in SHARED else ident
        return _own(name, ident, label, owner, _field(type(owner), name, member))
    relation = parts[2]
    if relation not in localized_rows(type(owner)):
        raise RecordError(f"{name} has no rows {relation!r} with texts")
    rows = list(enumerate(getattr(owner, relation).get_live_queryset(), start=1))
    found = next(((number, row) for number, row in rows if str(row.key) == parts[3]), None)
    if found is None:
        raise RecordError(f"{name} {owner.slug} has no row {parts[3]} in {relation} any more")
    return _below(name, owner, relation, *found, _field(type(found[1]), relation, member))


def localized_fields(model: Any) -> list[LocalizedTextField]:
    """Return the localized texts of a model, in the order of its definition."""
    return [field for field in model._meta.concrete_fields if isinstance(field, LocalizedTextField)]


def localized_rows(model: Any) -> dict[str, list[LocalizedTextField]]:
    """Return the relations of a record whose rows have localized texts, with those texts."""
    relations = {found.get_accessor_name(): found.related_model for found in get_all_child_relations(model)}
    return {str(name): fields for name, row in sorted(relations.items()) if (fields := localized_fields(row))}


def _owner(name: str, ident: str) -> Any:
    try:
        owner = SHARED[name].find(ident) if name in SHARED else kind(name).find(UUID(ident))
    except (UnknownKind, ValueError) as error:
        raise RecordError(f"{name}:{ident} names no record ({error})") from error
    if owner is None:
        raise RecordError(f"there is no {name} {ident} any more")
    return owner


def _field(model: Any, name: str, member: str) -> LocalizedTextField:
    field = next((field for field in localized_fields(model) if field.name == member), None)
    if field is None:
        raise RecordError(f"{name} has no text {member!r}")
    return field


def _own(name: str, ident: str, label: str, owner: Any, field: LocalizedTextField) -> Text:
    return Text(f"{name}:{ident}:{field.name}", f"{name}/{label}:{field.name}", owner, None, "", field)


def _below(name: str, owner: Any, relation: str, number: int, row: Any, field: LocalizedTextField) -> Text:
    address = f"{name}:{owner.uuid}:{relation}:{row.key}:{field.name}"
    return Text(address, f"{name}/{owner.slug}:{relation}[{number}].{field.name}", owner, row, relation, field)
