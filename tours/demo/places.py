"""Loading demo places from data/places.json."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cms.demo.content import asset_of, localized, paragraphs, read, told, uuid_of
from cms.demo.pictures import artwork
from cms.demo.publication import confirm_by, department, is_missing, publish, related
from cms.demo.vocabulary import category, tags
from cms.languages.values import LocalizedValue
from tours.models import Place
from tours.models.place import PlaceFacility, PlaceFact, PlaceImage, PlaceRelation, PlaceSource

SEPARATOR = "／"


def load_places() -> int:
    """Make and publish the places that are missing; return how many."""
    rows = [row for row in read("tours.demo", "places") if is_missing(Place, uuid_of("place", row["key"]))]
    for row in rows:
        publish(place(row), withdrawn=row["withdrawn"])
    return len(rows)


def place(row: dict[str, Any]) -> Place:
    """Return an unsaved place of one row of data."""
    opening, price, position = row["opening"] or {}, row["price"] or {}, row["position"] or {}
    amounts = price.get("amounts", {})
    made = Place(
        **told("place", row),
        body=paragraphs(row["body"]),
        category=category("place", row["category"]),
        lat=position.get("lat"),
        lon=position.get("lon"),
        accuracy_m=position.get("accuracy_m"),
        position_source=(position.get("attribution") or position.get("source", ""))[:200],
        address=localized(row["address"]),
        opening=opening.get("rule"),
        opening_note=localized(opening.get("note")),
        opening_certainty=opening.get("confidence", "to_confirm"),
        price_adult=amounts.get("adult_jpy"),
        price_child=amounts.get("child_jpy"),
        price_note=localized(price.get("text")),
        price_certainty=price.get("confidence", "to_confirm"),
        designations=joined(row["designations"]),
        seasons=row["seasons"],
        asset=asset_of(row.get("asset")),
        owner=department("tourism"),
        confirm_by=confirm_by(row),
        rank=row["rank"],
    )
    _add_rows(made, row)
    return made


def joined(texts: list[Mapping[str, str]]) -> LocalizedValue:
    """Return designations as one text per language, separated as the field asks."""
    codes = {code for text in texts for code in text}
    return localized({code: SEPARATOR.join(text[code] for text in texts if code in text) for code in codes})


def _add_rows(made: Place, row: dict[str, Any]) -> None:
    made.tags.set(tags(row["tags"]))
    made.facilities.set(
        [
            PlaceFacility(code=facility["code"], status=facility["status"], detail=localized(facility["detail"]))
            for facility in row["facilities"]
        ]
    )
    made.fact_rows.set(
        [
            PlaceFact(label=localized(fact["label"]), value=localized(fact["value"]), certainty=fact["certainty"])
            for fact in row["facts"]
        ]
    )
    made.sources.set([PlaceSource(text=source["text"], confidence=source["confidence"]) for source in row["sources"]])
    made.relations.set([PlaceRelation(record_id=uuid) for uuid in related(row)])
    picture = artwork(row["image"])
    made.images.set([PlaceImage(image=picture)] if picture else [])
