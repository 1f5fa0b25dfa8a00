"""What is published of places, events, tours and notices."""

from __future__ import annotations

from typing import Any

from django.utils import translation
from django.utils.translation import gettext

from cms import clock
from cms.media.pictures import picture
from cms.records.documents import ORIGIN, Draft, finish, start
from cms.records.html import paragraphs, plain
from cms.records.kinds import Built
from cms.records.related import related_summaries
from tours.facilities import FACILITY_CHOICES
from tours.models import Place
from tours.opening import from_json, sentences

FACILITY_NAMES = dict(FACILITY_CHOICES)


def place(instance: Place, language: str) -> Built:
    """Return the document of a place."""
    draft, summary = start(instance, language)
    with translation.override(language):
        _position(summary, instance)
        _words(draft, summary, instance)
        images = _images(draft, instance)
        summary["image"] = images[0] if images else None
        detail = {
            "text": plain(draft.text("text", instance.text)),
            "text_html": paragraphs(draft.text("text_html", instance.text)),
            "body_html": paragraphs(draft.text("body_html", instance.body)),
            "address": draft.text("address", instance.address),
            "access": [{"mode": "text", "text": line} for line in draft.text("access", instance.access).splitlines() if line],
            "designations": [part for part in draft.text("designations", instance.designations).split("／") if part],
            "opening": _opening(draft, instance),
            "price": _price(draft, instance),
            "contacts": [
                {"kind": row.kind, "value": row.value, "label": draft.name_of(row.label)["name"]} for row in instance.contacts.all()
            ],
            "facilities": _facilities(draft, instance),
            "facts": _facts(draft, instance),
            "seasons": list(instance.seasons or ()),
            "images": images,
            "media": _media(instance),
            "related": related_summaries(draft, [relation.record_id for relation in instance.relations.all()]),
            "sources": [{"text": row.text, "confidence": row.confidence} for row in instance.sources.all()],
        }
    return finish(draft, summary, detail)


def _position(summary: dict[str, Any], instance: Any) -> None:
    if instance.lat is not None and instance.lon is not None:
        summary["position"] = {"lat": instance.lat, "lon": instance.lon, "accuracy_m": instance.accuracy_m}


def _words(draft: Draft, summary: dict[str, Any], instance: Any) -> None:
    tags = sorted(instance.tags.all(), key=lambda tag: tag.slug)
    summary["tags"] = [{"slug": tag.slug, **draft.name_of(tag.name)} for tag in tags]
    draft.depends_on |= {f"tag:{tag.slug}" for tag in tags}
    if instance.category_id:
        summary["category"] = {"slug": instance.category.slug, **draft.name_of(instance.category.name)}
        draft.depends_on.add(f"category:{instance.category.kind}/{instance.category.slug}")


def _images(draft: Draft, instance: Any) -> list[dict[str, Any]]:
    rows = list(instance.images.all())
    draft.depends_on |= {f"image:{row.image_id}" for row in rows}
    return [picture(row.image, draft.language, alt=row.alt) for row in rows]


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
            "name": gettext(str(FACILITY_NAMES[row.code])) if row.code in FACILITY_NAMES else row.code,
            "status": row.status,
            "detail": draft.name_of(row.detail)["name"],
        }
        for row in instance.facilities.all()
    ]


def _facts(draft: Draft, instance: Place) -> list[dict[str, Any]]:
    rows = []
    for row in instance.fact_rows.all():
        value = draft.name_of(row.value)
        rows.append({"label": draft.name_of(row.label)["name"], "value": value["name"], "certainty": row.certainty} | ({"lang": value["lang"]} if "lang" in value else {}))
    return rows


def _media(instance: Any) -> list[dict[str, Any]]:
    return [{"asset": str(instance.asset), "role": "model", "url": f"{ORIGIN}/api/v1/media/{instance.asset}"}] if instance.asset else []
