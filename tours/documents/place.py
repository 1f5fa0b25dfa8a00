"""What is published of a place."""

from __future__ import annotations

from typing import Any

from django.utils import translation

from cms import clock
from cms.memo import children
from cms.records import members
from cms.records.documents import Draft, finish, start
from cms.records.kinds import Built
from cms.records.related import related_summaries
from tours.facilities import FACILITY_CHOICES
from tours.models import Place
from tours.opening import from_json, sentences

FACILITY_NAMES: dict[str, Any] = dict(FACILITY_CHOICES)


def place(instance: Place, language: str) -> Built:
    """Return the document of a place."""
    draft, summary = start(instance, language)
    summary["position"] = members.position(instance.lat, instance.lon, instance.accuracy_m)
    members.add_words(
        draft, summary, tags=children(instance, "tags"), category=instance.category if instance.category_id else None
    )
    summary["has_hours"] = instance.opening is not None
    images = members.add_images(draft, summary, children(instance, "images"))
    with translation.override(language):
        detail = {
            **members.texts(draft, instance),
            "names": members.names(children(instance, "names")),
            "address": draft.text("address", instance.address),
            "access": [
                {"mode": "text", "text": line} for line in draft.text("access", instance.access).splitlines() if line
            ],
            "designations": [part for part in draft.text("designations", instance.designations).split("／") if part],
            "opening": _opening(draft, instance),
            "price": _price(draft, instance),
            "contacts": [
                {"kind": row.kind, "value": row.value, "label": draft.name_of(row.label)["name"]}
                for row in children(instance, "contacts")
            ],
            "facilities": _facilities(draft, instance),
            "facts": _facts(draft, instance),
            "seasons": list(instance.seasons or ()),
            "images": images,
            "media": members.media(draft, instance.asset),
            "related": related_summaries(draft, [relation.record_id for relation in children(instance, "relations")]),
            "sources": members.sources(children(instance, "sources")),
        }
    return finish(draft, summary, detail)


def _opening(draft: Draft, instance: Place) -> dict[str, Any] | None:
    note = draft.text("opening.note", instance.opening_note)
    if not instance.opening:
        return {"rule": None, "text": [], "note": note, "certainty": instance.opening_certainty} if note else None
    rule = from_json(instance.opening)
    return {
        "rule": instance.opening,
        "text": sentences(rule, draft.language, today=clock.today()),
        "note": note,
        "certainty": instance.opening_certainty,
    }


def _price(draft: Draft, instance: Place) -> dict[str, Any] | None:
    note = draft.text("price.note", instance.price_note)
    if instance.price_adult is None and instance.price_child is None and not note:
        return None
    return {
        "adult_jpy": instance.price_adult,
        "child_jpy": instance.price_child,
        "free": instance.price_adult == 0,
        "note": note,
        "certainty": instance.price_certainty,
    }


def _facilities(draft: Draft, instance: Place) -> list[dict[str, Any]]:
    return [
        {
            "code": row.code,
            "name": str(FACILITY_NAMES[row.code]) if row.code in FACILITY_NAMES else row.code,
            "status": row.status,
            "detail": draft.name_of(row.detail)["name"],
        }
        for row in children(instance, "facilities")
    ]


def _facts(draft: Draft, instance: Place) -> list[dict[str, Any]]:
    rows = []
    for row in children(instance, "fact_rows"):
        value = draft.name_of(row.value)
        rows.append(
            {"label": draft.name_of(row.label)["name"], "value": value["name"], "certainty": row.certainty}
            | ({"lang": value["lang"]} if "lang" in value else {})
        )
    return rows
