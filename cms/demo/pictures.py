"""The artwork as image records. The committed WebP files stand in cms/demo/artwork; a missing one leaves a thing without picture."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from typing import Any

from django.core.files.images import ImageFile

from cms.demo.content import localized, read
from cms.media.models import KakuzanImage


def artwork(name: str | None) -> KakuzanImage | None:
    """Return the image record of a piece of artwork, made on first use; None where there is no such file."""
    if name is None:
        return None
    source = f"demo:{name}"
    held = KakuzanImage.objects.filter(source=source).first()
    return held or _made(name, source)


def _made(name: str, source: str) -> KakuzanImage | None:
    file = files("cms.demo").joinpath("artwork", f"{name}.webp")
    if not file.is_file():
        return None
    words = _words().get(name, {})
    image = KakuzanImage(
        file=ImageFile(BytesIO(file.read_bytes()), name=f"{name}.webp"),
        title=name,
        source=source,
        alt=localized(words.get("alt")),
        credit=words.get("credit", ""),
        licence=words.get("licence", "unknown"),
    )
    image.save()
    return image


@lru_cache(maxsize=1)
def _words() -> dict[str, dict[str, Any]]:
    return {row["name"]: row for row in read("cms.demo", "artwork")}
