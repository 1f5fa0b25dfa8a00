"""Which published things say a name."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.db import connection
from django.db.models import BinaryField, F, Func, IntegerField, Value

from cms.languages.models import Reading
from cms.publishing.models import DocumentDependency, PublishedDocument

_JAPANESE: Final = ("ja", "ja-x-easy")


def things_saying(surface: str) -> list[UUID]:
    """Return the things whose Japanese documents hold `surface` as written, or were made with a reading that meets it.

    A name inside a longer one that has furigana stands in pieces in the stored HTML; its reading is what tells.
    """
    written = (
        PublishedDocument.objects.filter(lang__in=_JAPANESE)
        .alias(place=_position(surface.encode()))
        .filter(place__gt=0)
        .values_list("thing_id", flat=True)
    )
    meeting = [
        f"reading:{other}"
        for other in Reading.objects.values_list("surface", flat=True)
        if other in surface or surface in other
    ]
    made = DocumentDependency.objects.filter(on__in=[f"reading:{surface}", *meeting]).values_list("thing", flat=True)
    return sorted({*written, *made}, key=str)


def _position(needle: bytes) -> Func:
    """Where the stored bytes hold `needle`, counted from 1; 0 for nowhere."""
    value, whole = Value(needle, output_field=BinaryField()), F("full")
    if connection.vendor == "postgresql":
        return Func(value, whole, function="POSITION", arg_joiner=" IN ", output_field=IntegerField())
    return Func(whole, value, function="INSTR", output_field=IntegerField())
