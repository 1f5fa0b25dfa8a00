"""The forms in which `/id/{uuid}` can be had. Rooms above register theirs; here are the page and the API."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from cms.records.selectors import Standing

Address = Callable[[Standing, str, str], str]
"""(thing, plural of its kind, language) → root-relative address."""


@dataclass(frozen=True, slots=True)
class Representation:
    """A media type, a profile where one type has several readings, and the kinds that have it (all, when empty)."""

    media_type: str
    address: Address
    profile: str = ""
    kinds: frozenset[str] = field(default_factory=frozenset)

    @property
    def name(self) -> str:
        """The type as a client would ask for it."""
        return f'{self.media_type};profile="{self.profile}"' if self.profile else self.media_type


def page_address(thing: Standing, plural: str, lang: str) -> str:
    """Return the visitors' page."""
    return f"/{lang}/{plural}/{thing.slug}/"


def api_address(thing: Standing, plural: str, lang: str) -> str:
    """Return the API's detail."""
    return f"/api/v1/{plural}/{thing.uuid}?lang={lang}"


_KNOWN: Final[list[Representation]] = [
    Representation("text/html", page_address),
    Representation("application/json", api_address),
]


def register(representation: Representation) -> None:
    """Make another form known; registered once, in `AppConfig.ready`."""
    if representation not in _KNOWN:
        _KNOWN.append(representation)


def accepted(kind: str) -> list[str]:
    """Return the names of the forms that a kind has."""
    return [known.name for known in _KNOWN if not known.kinds or kind in known.kinds]


def representation_for(accept: str, kind: str) -> Representation | None:
    """Return the form that an Accept header (RFC 9110, 12.5.1) likes best, or None when it takes none of ours.

    Among equals the page comes first; a profile must match when the client names one.
    """
    ranges = [_range(part) for part in accept.split(",") if part.strip()] or [("*/*", "", 1.0)]
    best: tuple[float, int, Representation] | None = None
    for place, known in enumerate(k for k in _KNOWN if not k.kinds or kind in k.kinds):
        quality = _quality(ranges, known)
        if quality > 0 and (best is None or quality > best[0]):
            best = (quality, place, known)
    return best[2] if best else None


def _quality(ranges: list[tuple[str, str, float]], known: Representation) -> float:
    """Return the quality of the most specific range that covers a form."""
    main = known.media_type.split("/")[0]
    matches = [
        ((media == known.media_type) * 2 + (media != "*/*") + bool(profile), quality)
        for media, profile, quality in ranges
        if media in {known.media_type, f"{main}/*", "*/*"} and (not profile or profile == known.profile)
    ]
    return max(matches)[1] if matches else 0.0


def _range(part: str) -> tuple[str, str, float]:
    media, *parameters = (piece.strip() for piece in part.split(";"))
    values = {
        name.strip().lower(): value.strip().strip('"') for name, _, value in (p.partition("=") for p in parameters)
    }
    try:
        quality = float(values.get("q", "1"))
    except ValueError:
        quality = 0.0
    return media.lower(), values.get("profile", ""), quality
