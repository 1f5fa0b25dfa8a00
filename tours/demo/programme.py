"""Loading demo events and tours. The dates of events are the next ones by their yearly rule, always to be confirmed."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from cms import clock
from cms.demo.content import localized, paragraphs, read, told, uuid_of
from cms.demo.pictures import artwork
from cms.demo.publication import confirm_by, department, is_missing, publish
from cms.demo.vocabulary import category, tags
from tours.demo.occurrences import coming
from tours.models import Event, EventDate, Tour, TourStop
from tours.models.event import EventImage, EventRelation, EventSource
from tours.models.tour import TourImage


def load_events() -> int:
    """Make and publish the events that are missing; return how many."""
    rows = [row for row in read("tours.demo", "events") if is_missing(Event, uuid_of("event", row["key"]))]
    for row in rows:
        publish(event(row))
    return len(rows)


def load_tours() -> int:
    """Make and publish the tours that are missing; return how many."""
    rows = [row for row in read("tours.demo", "tours") if is_missing(Tour, uuid_of("tour", row["key"]))]
    for order, row in enumerate(rows, 1):
        publish(tour(row, order))
    return len(rows)


def event(row: dict[str, Any]) -> Event:
    """Return an unsaved event of one row of data."""
    made = Event(
        **told("event", row),
        body=paragraphs(row["body"]),
        category=category("event", row["category"]),
        place_id=uuid_of("place", row["place"]),
        schedule=localized(row["schedule_text"]),
        status=row["status"],
        certainty=row["certainty"],
        seasons=[row["season"]],
        owner=department("tourism"),
        confirm_by=confirm_by(row),
    )
    made.tags.set(tags(row["tags"]))
    made.dates.set(
        [
            EventDate(start=_midnight(first), end=_midnight(last), all_day=True)
            for first, last in coming(row["rule"], clock.today())
        ]
    )
    made.sources.set([EventSource(text=source["text"], confidence=source["confidence"]) for source in row["sources"]])
    made.relations.set([EventRelation(record_id=uuid_of("place", row["sight"]))])
    picture = artwork(row["image"])
    made.images.set([EventImage(image=picture)] if picture else [])
    return made


def tour(row: dict[str, Any], order: int) -> Tour:
    """Return an unsaved tour of one row of data, in `order` among the tours."""
    made = Tour(
        **told("tour", row),
        duration_minutes=row["duration_minutes"],
        owner=department("tourism"),
        rank=order,
    )
    made.tags.set(tags(row["tags"]))
    made.stops.set(
        [
            TourStop(
                record_id=uuid_of("place", stop["place"]),
                narration=paragraphs(stop["narration"]),
                stay_minutes=stop["stay_minutes"],
            )
            for stop in row["stops"]
        ]
    )
    picture = artwork(row["image"])
    made.images.set([TourImage(image=picture)] if picture else [])
    return made


def _midnight(day: Any) -> datetime:
    return datetime.combine(day, time(), clock.TOKYO)
