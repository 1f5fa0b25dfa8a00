"""The picture of a slide: the frames of a turning model, the largest rendition, or none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cms.records.documents import ORIGIN
from cms.signage.manifest.files import File, public_file


@dataclass(frozen=True, slots=True)
class Art:
    """What fills the picture side. `pictures` are files; more than one of them are the frames of a turn."""

    pictures: tuple[File, ...] = ()
    alt: str = ""
    credit: str = ""

    def row(self) -> dict[str, Any]:
        """Return the manifest's member; where there is `none` the player draws the dashed outline of what is not there."""
        if not self.pictures:
            return {"type": "none"}
        words = {"alt": self.alt, "credit": self.credit}
        if len(self.pictures) > 1:
            return {"type": "turntable", "urls": [file.url for file in self.pictures], **words}
        return {"type": "picture", "url": self.pictures[0].url, **words}


def art(document: Mapping[str, Any], *, turntable: bool) -> Art:
    """Return what a document gives to look at; files that are not there are left out."""
    image = document.get("image") or {}
    alt, credit = image.get("alt") or "", image.get("credit") or ""
    turning = frames(document) if turntable else ()
    files = tuple(file for url in turning if (file := public_file(url)) is not None)
    if len(files) > 1:
        return Art(files, alt, credit)
    found = public_file(largest(image)) if image else None
    return Art((found,) if found else (), alt, credit)


def frames(document: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the root-relative addresses of a model's turntable in order; empty until the pipeline has made it."""
    found = next((row["frames"] for row in document.get("media") or () if row.get("frames")), ())
    return tuple(str(url).removeprefix(ORIGIN) for url in found)


def largest(image: Mapping[str, Any], most: int = 1920) -> str:
    """Return the root-relative address of the widest rendition up to `most` pixels."""
    candidates = [part.strip().rpartition(" ") for part in (image.get("srcset") or "").split(",") if part.strip()]
    widths = [(int(width.rstrip("w")), url) for url, _, width in candidates if width.rstrip("w").isdigit()]
    fitting = [pair for pair in widths if pair[0] <= most]
    return (max(fitting)[1] if fitting else image["url"]).removeprefix(ORIGIN)
