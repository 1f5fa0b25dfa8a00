"""The readings that the demo's names need, from the city's own names and the readings of its places."""

from __future__ import annotations

import json
from importlib.resources import files

from cms.languages.models import CONFIRMED, Reading

SOURCE = "demo"


def reserve() -> None:
    """Nothing points to a reading."""


def load() -> dict[str, int]:
    """Make the readings that are missing; return how many."""
    held = set(Reading.objects.values_list("surface", flat=True))
    rows = json.loads(files(__name__).joinpath("data", "readings.json").read_text(encoding="utf-8"))
    missing = {surface: reading for surface, reading in rows.items() if surface not in held}
    for surface, reading in missing.items():
        Reading.objects.create(surface=surface, reading=reading, status=CONFIRMED, confirmed_source=SOURCE)
    return {"readings": len(missing)}
