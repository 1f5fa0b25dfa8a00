"""Places, events, tours and notices."""

from tours.models.place import Place, PlaceContact, PlaceFacility, PlaceFact, PlaceImage, PlaceRelation, PlaceSource

__all__ = ["Place", "PlaceContact", "PlaceFacility", "PlaceFact", "PlaceImage", "PlaceRelation", "PlaceSource"]
