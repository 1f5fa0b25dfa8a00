"""The kind that this app brings."""

from __future__ import annotations

from cms.records.kinds import Kind, register


def register_kinds() -> None:
    """Register the collection item."""
    from museum.documents import item
    from museum.models import Item

    register(
        Kind(
            name="item",
            plural="items",
            builder=item,
            model=lambda: Item,
            page_template="cms_frontend/item.html",
            turn=1,
        )
    )
