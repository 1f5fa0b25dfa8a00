"""The kinds that this app brings."""

from __future__ import annotations

from cms.records.kinds import Kind, register


def register_kinds() -> None:
    """Register place, event, tour and notice."""
    from tours import documents
    from tours.models import Place

    register(
        Kind(
            name="place",
            plural="places",
            builder=documents.place,
            model=lambda: Place,
            page_template="cms_frontend/place.html",
        )
    )
