"""An image as documents hold it: public renditions, words, credit. Made at publish time, never in a visitor's request."""

from __future__ import annotations

from typing import Any

from cms.languages.values import LocalizedValue
from cms.media.models import KakuzanImage, KakuzanRendition
from cms.media.rights import BY_CODE
from cms.memo import once

WIDTHS = (400, 800, 1600)
"""Pixel widths of the WebP renditions: a list row, a phone at density 2, a desktop or sign."""

ORIGIN = "@ORIGIN@"
DRAWN = "demo:"
"""Marks, in an image's source, a copy of one of our own drawings; pages show the drawing itself, which has an evening palette."""


def picture(image: KakuzanImage, language: str, *, alt: LocalizedValue | None = None) -> dict[str, Any]:
    """Return {url, srcset, width, height, alt, alt_lang, credit, licence, licence_url, artwork?} of an image for one language.

    Addresses are root-relative behind the marker of stored documents. Missing renditions are made (about 0.1 s each).
    """
    renditions = once(("renditions", image.pk), lambda: renditions_of(image))
    main = min(renditions, key=lambda found: abs(found.width - 800))
    words = (alt if alt else image.alt) or LocalizedValue()
    given = words.give(language)
    right = BY_CODE.get(image.licence)
    return {
        "url": ORIGIN + main.url,
        "srcset": ", ".join(f"{ORIGIN}{found.url} {found.width}w" for found in renditions),
        "width": main.width,
        "height": main.height,
        "alt": given.text,
        "alt_lang": given.lang,
        "credit": image.credit,
        "licence": right.name if right else "",
        "licence_url": right.url if right else "",
    } | ({"artwork": image.source.removeprefix(DRAWN)} if image.source.startswith(DRAWN) else {})


def renditions_of(image: KakuzanImage) -> list[KakuzanRendition]:
    """Return the WebP renditions of an image, smallest first; those that are missing are made."""
    specs = [f"width-{width}|format-webp" for width in WIDTHS if width <= image.width] or [
        f"width-{image.width}|format-webp"
    ]
    held = {row.filter_spec: row for row in image.renditions.filter(filter_spec__in=specs)}
    return [held.get(spec) or image.get_rendition(spec) for spec in specs]
