"""Places, events, tours and notices."""

from tours.models.event import Event, EventDate, EventImage, EventName, EventRelation, EventSource
from tours.models.holiday import CityHoliday
from tours.models.notice import Notice, NoticeRecord
from tours.models.place import (
    Place,
    PlaceContact,
    PlaceFacility,
    PlaceFact,
    PlaceImage,
    PlaceName,
    PlaceRelation,
    PlaceSource,
)
from tours.models.tour import Tour, TourImage, TourName, TourStop

__all__ = [
    "CityHoliday",
    "Event",
    "EventDate",
    "EventImage",
    "EventName",
    "EventRelation",
    "EventSource",
    "Notice",
    "NoticeRecord",
    "Place",
    "PlaceContact",
    "PlaceFacility",
    "PlaceFact",
    "PlaceImage",
    "PlaceName",
    "PlaceRelation",
    "PlaceSource",
    "Tour",
    "TourImage",
    "TourName",
    "TourStop",
]
