"""The kinds that this app brings."""

from __future__ import annotations

from cms.records.kinds import Kind, register


def register_kinds() -> None:
    """Register place, event, tour and notice."""
    from tours import documents
    from tours.models import Event, Notice, Place, Tour
    from tours.notices.documents import notice

    register(
        Kind(
            name="place",
            plural="places",
            builder=documents.place,
            model=lambda: Place,
            page_template="cms_frontend/place.html",
        )
    )
    register(
        Kind(
            name="event",
            plural="events",
            builder=documents.event,
            model=lambda: Event,
            page_template="cms_frontend/event.html",
        )
    )
    register(
        Kind(
            name="tour",
            plural="tours",
            builder=documents.tour,
            model=lambda: Tour,
            page_template="cms_frontend/tour.html",
            turn=2,
        )
    )
    register(Kind(name="notice", plural="notices", builder=notice, model=lambda: Notice, search_fields=()))
