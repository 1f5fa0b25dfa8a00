"""Loading demo items from data/items.json."""

from __future__ import annotations

from typing import Any

from cms.demo.content import asset_of, localized, paragraphs, read, told, uuid_of
from cms.demo.pictures import artwork
from cms.demo.publication import department, is_missing, publish, related
from cms.demo.vocabulary import category, tags
from museum.models import Item, ItemImage, ItemName, ItemNumber, ItemRelation


def load_items() -> int:
    """Make and publish the items that are missing; return how many."""
    rows = [row for row in read("museum.demo", "items") if is_missing(Item, uuid_of("item", row["key"]))]
    for row in rows:
        publish(item(row), withdrawn=row["withdrawn"])
    return len(rows)


def item(row: dict[str, Any]) -> Item:
    """Return an unsaved item of one row of data; what is imagined and what is a specimen is said in its own text."""
    date = row["date"]
    made = Item(
        **told("item", row),
        body=paragraphs(row["demonstration_note"]),
        accession_number=row["accession_number"],
        category=category("item", row["category"]),
        date_text=localized(date["text"]),
        date_earliest=date["earliest"],
        date_latest=date["latest"],
        medium=localized(row["medium"]),
        dimensions=(row["dimensions"] or {}).get("ja", ""),
        rights=row["rights"],
        demonstration=row["demonstration"],
        asset=asset_of(row["asset"]),
        display_place_id=uuid_of("place", row["display_place"]) if row["display_place"] else None,
        owner=department("museum"),
        rank=int(row["accession_number"].removeprefix("DEMO-")),
    )
    made.tags.set(tags(row["tags"]))
    made.names.set([ItemName(**name) for name in row.get("other_names", ())])
    made.former_numbers.set([ItemNumber(number=number) for number in row.get("former_numbers", ())])
    made.relations.set([ItemRelation(record_id=uuid) for uuid in related(row)])
    picture = artwork(row["image"])
    made.images.set([ItemImage(image=picture)] if picture else [])
    return made
