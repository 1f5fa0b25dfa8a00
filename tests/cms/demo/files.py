"""Reading the demo content as data, without a database."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]
SHORT = {"ja": 60, "ja-x-easy": 60, "zh-hans": 60, "zh-hant": 60, "ko": 60, "en": 120, "fr": 120}
MEDIUM = {"ja": 260, "ja-x-easy": 260, "zh-hans": 260, "zh-hant": 260, "ko": 260, "en": 450, "fr": 450}


def load(name: str) -> Any:
    """Return a data file, e.g. "tours/places" for tours/demo/data/places.json."""
    room, _, file = name.partition("/")
    return json.loads((ROOT / room / "demo" / "data" / f"{file}.json").read_text(encoding="utf-8"))


def keys(name: str) -> set[str]:
    return {row.get("key") or row.get("slug") or row["name"] for row in load(name)}


def localized(value: Any) -> list[dict[str, Any]]:
    """Return every mapping of languages within a value."""
    if isinstance(value, dict):
        found = [value] if "ja" in value else []
        return found + [inner for member in value.values() for inner in localized(member)]
    return [inner for member in value for inner in localized(member)] if isinstance(value, list) else []
