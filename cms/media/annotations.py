"""Texts at points of 3D models: read for documents and exports, written by the editor's page."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction

from cms.languages.values import LocalizedValue
from cms.media.models import Annotation
from media_pipeline import exports
from media_pipeline.models import Asset
from media_pipeline.signals import asset_ready

UP = [0.0, 1.0, 0.0]


def annotations_of(asset: UUID, language: str) -> list[dict[str, Any]]:
    """Return the annotations of a model for a reader of `language`: {id, title, text, lang, position, normal, eye}.

    One without a public title is left out. Metres in the frame of the model's files.
    """
    rows = []
    for row in Annotation.objects.filter(asset=asset):
        title, text = row.title.give(language), row.text.give(language)
        if title.text:
            rows.append({"id": row.pk, "title": title.text, "text": text.text, "lang": title.lang, **_place(row)})
    return rows


def annotations_in_all_languages(asset: UUID) -> list[dict[str, Any]]:
    """Return the annotations with title and text as {language: text}, for programs."""
    rows = Annotation.objects.filter(asset=asset)
    return [
        {"id": row.pk, "title": _texts(row.title), "text": _texts(row.text), **_place(row)}
        for row in rows
        if row.title.languages()
    ]


def exported(asset: UUID) -> list[exports.Annotation]:
    """Return the annotations as the exports of the pipeline take them."""
    return [
        exports.Annotation(
            id=f"a{row['id']}",
            position=tuple(row["position"]),
            title=row["title"],
            text=row["text"],
            direction=tuple(row["normal"]),
            eye=tuple(row["eye"]) if row["eye"] else None,
        )
        for row in annotations_in_all_languages(asset)
    ]


def keep(annotation: Annotation) -> Annotation:
    """Save an annotation and have every document that shows its model made anew."""
    with transaction.atomic():
        annotation.save()
        asset_ready.send(sender=Asset, asset=annotation.asset_id)
    return annotation


def remove(annotation: Annotation) -> None:
    """Delete an annotation and have every document that shows its model made anew."""
    with transaction.atomic():
        annotation.delete()
        asset_ready.send(sender=Asset, asset=annotation.asset_id)


def move(annotation: Annotation, steps: int) -> None:
    """Move an annotation by `steps` places in the walk around (-1: one earlier); the others close up."""
    rows = list(Annotation.objects.filter(asset=annotation.asset_id))
    place = next(index for index, row in enumerate(rows) if row.pk == annotation.pk)
    rows.insert(max(0, place + steps), rows.pop(place))
    with transaction.atomic():
        for order, row in enumerate(rows, 1):
            Annotation.objects.filter(pk=row.pk).update(order=order)
        asset_ready.send(sender=Asset, asset=annotation.asset_id)


def _texts(value: LocalizedValue) -> dict[str, str]:
    return {code: value.text(code) for code in value.languages()}


def _place(row: Annotation) -> dict[str, Any]:
    return {"position": [row.x, row.y, row.z], "normal": row.normal or UP, "eye": row.eye}
