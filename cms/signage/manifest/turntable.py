"""The frames of a turning model, when the media pipeline has made them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def frames(document: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the root-relative addresses of a record's turntable in order; empty while there is none."""
    for medium in document.get("media") or ():
        found = medium.get("turntable") or ()
        if found:
            return tuple(str(url).removeprefix("@ORIGIN@") for url in found)
    return ()
