"""Rooms above that keep something of their own per document (search) and must do so in the document's transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol
from uuid import UUID

from cms.publishing.models import PublishedThing


@dataclass(frozen=True, slots=True)
class Written:
    """A thing whose documents were written: language → (summary, full) as JSON-ready mappings."""

    thing: PublishedThing
    documents: Mapping[str, tuple[Mapping[str, Any], Mapping[str, Any]]]


class Projection(Protocol):
    """Keeps rows derived from documents. Both methods run inside the writing transaction."""

    def write(self, written: Written) -> None:
        """Replace what is kept of this thing."""

    def remove(self, uuid: UUID) -> None:
        """Forget this thing."""


_PROJECTIONS: Final[list[Projection]] = []


def add_projection(projection: Projection) -> None:
    """Register a projection; called once, in `AppConfig.ready`."""
    if projection not in _PROJECTIONS:
        _PROJECTIONS.append(projection)


def projections() -> tuple[Projection, ...]:
    """Return the registered projections."""
    return tuple(_PROJECTIONS)
