"""What search engines read of a page: schema.org as JSON-LD, from the stored document and nothing else."""

from __future__ import annotations

from typing import Any

TYPES = {
    "place": "TouristAttraction",
    "event": "Event",
    "item": "CreativeWork",
    "tour": "TouristTrip",
    "story": "Article",
    "topic": "CollectionPage",
}
STATUS = {
    "scheduled": "https://schema.org/EventScheduled",
    "postponed": "https://schema.org/EventPostponed",
    "cancelled": "https://schema.org/EventCancelled",
    "moved": "https://schema.org/EventRescheduled",
}


def of_record(document: dict[str, Any], *, canonical: str, origin: str) -> dict[str, Any]:
    """Return the description of one record; `canonical` is the page's absolute address."""
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": TYPES.get(document["kind"], "Thing"),
        "@id": f"{origin}/id/{document['id']}",
        "name": document["name"],
        "alternateName": [row["text"] for row in document.get("names", ())],
        "url": canonical,
        "inLanguage": document["lang"],
        "description": document.get("text") or document.get("short") or "",
    }
    if document["kind"] in {"place", "event"}:
        found.pop("inLanguage")
    if document.get("image"):
        found["image"] = absolute(document["image"]["url"], origin)
    if document["kind"] == "place":
        found.update(_place(document))
    elif document["kind"] == "event":
        found.update(_event(document, origin))
    elif document["kind"] == "tour":
        found["itinerary"] = _stops(document, origin)
    elif document["kind"] == "story":
        found["headline"] = document["name"]
        found["dateModified"] = document.get("updated", "")
    return {key: value for key, value in found.items() if value not in ("", None, [])}


def of_home(*, name: str, url: str, language: str, origin: str) -> dict[str, Any]:
    """Return the description of the site with its search box."""
    return {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": name,
        "url": url,
        "inLanguage": language,
        "potentialAction": {
            "@type": "SearchAction",
            "target": f"{origin}/{language}/search/?q={{q}}",
            "query-input": "required name=q",
        },
    }


def absolute(url: str, origin: str) -> str:
    """Return a stored address with the public origin in front."""
    path = url.replace("@ORIGIN@", "")
    return path if path.startswith("http") else origin + path


def geo(position: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return WGS84 degrees as schema.org coordinates."""
    if not position:
        return None
    return {"@type": "GeoCoordinates", "latitude": position["lat"], "longitude": position["lon"]}


def _place(document: dict[str, Any]) -> dict[str, Any]:
    price = document.get("price") or {}
    return {
        "geo": geo(document.get("position")),
        "address": document.get("address") or None,
        "isAccessibleForFree": True if price.get("free") else None,
    }


def _event(document: dict[str, Any], origin: str) -> dict[str, Any]:
    dates = document.get("dates") or [{}]
    place = document.get("place") or {}
    location = {
        "@type": "Place",
        "name": place.get("name"),
        "url": absolute(place["url"], origin) if place.get("url") else None,
        "geo": geo(place.get("position") or document.get("position")),
    }
    return {
        "startDate": dates[0].get("start"),
        "endDate": dates[0].get("end"),
        "eventStatus": STATUS.get(document.get("status", "")),
        "location": {key: value for key, value in location.items() if value} if place else None,
    }


def _stops(document: dict[str, Any], origin: str) -> dict[str, Any]:
    return {
        "@type": "ItemList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": stop["name"], "url": absolute(stop["url"] or "", origin)}
            for number, stop in enumerate(document.get("stops") or [], start=1)
        ],
    }
