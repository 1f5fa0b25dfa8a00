"""Places, events, tours and notices."""

from tours.models.event import Event, EventDate, EventImage, EventRelation, EventSource
from tours.models.holiday import CityHoliday
from tours.models.notice import Notice, NoticeRecord
from tours.models.place import Place, PlaceContact, PlaceFacility, PlaceFact, PlaceImage, PlaceRelation, PlaceSource
from tours.models.tour import Tour, TourImage, TourStop

__all__ = [
    "CityHoliday",
    "Event",
    "EventDate",
    "EventImage",
    "EventRelation",
    "EventSource",
    "Notice",
    "NoticeRecord",
    "Place",
    "PlaceContact",
    "PlaceFacility",
    "PlaceFact",
    "PlaceImage",
    "PlaceRelation",
    "PlaceSource",
    "Tour",
    "TourImage",
    "TourStop",
]
