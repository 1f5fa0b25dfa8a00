"""Demo items of the museum."""

from __future__ import annotations

from cms.demo.content import read
from cms.demo.publication import reserve as reserve_records


def reserve() -> None:
    """Take the ids of all demo items."""
    reserve_records("item", read(__name__, "items"))


def load() -> dict[str, int]:
    """Load what is missing; return how many categories and items were made."""
    from cms.demo.vocabulary import load_categories
    from museum.demo.items import load_items

    return {"item categories": load_categories(__name__), "items": load_items()}
