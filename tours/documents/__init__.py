"""What is published of places, events and tours."""

from tours.documents.event import event
from tours.documents.place import place
from tours.documents.tour import tour

__all__ = ["event", "place", "tour"]
