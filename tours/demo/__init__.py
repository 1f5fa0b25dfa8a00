"""Demo places, events and tours of Tsuyama, from the spot list with its sources and confidence."""

from __future__ import annotations

from cms.demo.content import read
from cms.demo.publication import reserve as reserve_records


def reserve() -> None:
    """Take the ids of all demo places, events and tours."""
    reserve_records("place", read(__name__, "places"))
    reserve_records("event", read(__name__, "events"))
    reserve_records("tour", read(__name__, "tours"))


def load() -> dict[str, int]:
    """Load what is missing; return how many categories, places, events and tours were made."""
    from cms.demo.vocabulary import load_categories
    from tours.demo.places import load_places
    from tours.demo.programme import load_events, load_tours

    return {
        "place and event categories": load_categories(__name__),
        "places": load_places(),
        "events": load_events(),
        "tours": load_tours(),
    }
