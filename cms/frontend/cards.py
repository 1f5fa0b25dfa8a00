"""A thing as it stands in a list: its document, its address on the page, its state now."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cms.clock import TOKYO
from cms.frontend.states import State, event_state, item_state, opening_state
from cms.languages.formats import distance, duration
from cms.publishing.opening import state as opening_at

ORIGIN = "@ORIGIN@"
KEPT_WINDOWS = 4
"""How many windows a page hands to the device: enough for two days of a museum with a lunch break."""

Windows = Sequence[Sequence[int | None]]


@dataclass(frozen=True, slots=True)
class Card:
    """What the card, row and tile templates read.

    `windows` is JSON for the device, "" when nothing is known. `label` is the word for the kind, where kinds stand together.
    """

    document: dict[str, Any]
    url: str
    state: State | None
    windows: str = ""
    meta: tuple[str, ...] = ()
    snippet_html: str = ""
    label: str = ""


def card(document: dict[str, Any], windows: Windows | None, *, at: datetime, language: str, label: str = "") -> Card:
    """Return the card of a stored document, full or summary, for a page in `language`."""
    return Card(
        document=document,
        url=page_url(document, language),
        state=state(document, windows, at=at, language=language),
        windows=coming(windows, at=at) if document.get("kind") == "place" else "",
        meta=effort(document, language),
        label=label,
    )


def state(document: dict[str, Any], windows: Windows | None, *, at: datetime, language: str) -> State | None:
    """Return what a visitor asks first about a thing of this kind; None where nothing opens or happens."""
    kind = document.get("kind")
    if kind == "place":
        if document.get("has_hours") is False:
            return None
        return opening_state(opening_at(windows, at), at=at, language=language)
    if kind == "event":
        return event_state(document, today=at.astimezone(TOKYO).date(), language=language)
    if kind == "item":
        return item_state(document) if "display" in document else None
    return None


def effort(document: dict[str, Any], language: str) -> tuple[str, ...]:
    """Return how long a tour takes and how far it goes, as far as that is known; nothing for other kinds."""
    if document.get("kind") != "tour":
        return ()
    minutes, metres = document.get("duration_minutes"), document.get("distance_m")
    known = (duration(minutes, language) if minutes else "", distance(metres, language) if metres else "")
    return tuple(part for part in known if part)


def coming(windows: Windows | None, *, at: datetime) -> str:
    """Return the windows that matter from now on, as JSON."""
    left = [list(window) for window in windows or () if (window[1] or 0) > at.timestamp()][:KEPT_WINDOWS]
    return json.dumps(left, separators=(",", ":")) if left else ""


def page_url(document: dict[str, Any], language: str) -> str:
    """Return the address of a thing's page in the reader's language, whatever language its text was given in."""
    path = str(document.get("url", "")).replace(ORIGIN, "")
    _empty, _code, rest = path.split("/", 2) if path.count("/") > 1 else ("", "", "")
    return f"/{language}/{rest}" if rest else path


def metres_between(one: dict[str, float], other: dict[str, float]) -> float:
    """Return metres between two positions on a sphere of the mean radius (haversine)."""
    lat1, lat2 = math.radians(one["lat"]), math.radians(other["lat"])
    d_lat, d_lon = lat2 - lat1, math.radians(other["lon"] - one["lon"])
    h = math.sin(d_lat / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin(d_lon / 2) ** 2
    return 2 * 6_371_008.8 * math.asin(math.sqrt(h))


def walking_minutes(metres: float) -> int:
    """Return minutes on foot for a straight distance: times 1.3, at 4 km/h, at least one."""
    return max(1, round(metres * 1.3 / 4000 * 60))
