"""Draco-compressed primitives, through DracoPy. The decoder is native code; it runs, like all reading, in a limited
process.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from media_pipeline.errors import BadInput


def decode(name: str, place: str, data: memoryview, attributes: dict[str, int]) -> tuple[dict[str, Any], Any]:
    """Return ({POSITION, TEXCOORD_0, COLOR_0: array or None}, corner indices). Raises BadInput."""
    import DracoPy

    try:
        found = DracoPy.decode(bytes(data))
    except Exception as error:  # noqa: BLE001 - the binding raises several kinds, none public
        raise BadInput(name, place, f"the Draco data cannot be decoded ({type(error).__name__})") from None
    by_id = {row["unique_id"]: np.asarray(row["data"]) for row in found.attributes}
    arrays: dict[str, Any] = {key: by_id.get(attributes.get(key, -1)) for key in ("POSITION", "TEXCOORD_0", "COLOR_0")}
    if arrays["COLOR_0"] is not None and arrays["COLOR_0"].dtype.kind == "u":
        arrays["COLOR_0"] = arrays["COLOR_0"] / np.iinfo(arrays["COLOR_0"].dtype).max
    if getattr(found, "faces", None) is None:
        raise BadInput(name, place, "the Draco data holds points, not triangles")
    return arrays, np.asarray(found.faces).reshape(-1).astype(np.int64)
