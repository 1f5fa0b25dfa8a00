"""How large a glTF scene would become, told from its counts before anything is read: a few hundred bytes can place one mesh a
hundred thousand times.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from media_pipeline.errors import BadInput

MAX_PRIMITIVES = 200_000
MAX_TRIANGLES = 60_000_000


def check_size(name: str, document: dict[str, Any], placed: Iterable[int]) -> None:
    """Raise BadInput if the meshes `placed` (an index for each node that has one) come to too many pieces or triangles.

    Counts that are not well-formed, or that one piece alone could not hold, count as nothing here: reading refuses them.
    """
    known: dict[int, tuple[int, int]] = {}
    primitives = triangles = 0
    for index in placed:
        if index not in known:
            rows = document["meshes"][index]["primitives"]
            known[index] = len(rows), sum(_triangles(document.get("accessors", []), row) for row in rows)
        primitives, triangles = primitives + known[index][0], triangles + known[index][1]
        if primitives > MAX_PRIMITIVES or triangles > MAX_TRIANGLES:
            rule = f"the scene has more than {MAX_PRIMITIVES:,} pieces or {MAX_TRIANGLES // 10**6} million triangles"
            raise BadInput(name, f"meshes[{index}]", rule)


def _triangles(accessors: list[Any], primitive: dict[str, Any]) -> int:
    mode = primitive.get("mode", 4)
    corners = primitive.get("indices", primitive.get("attributes", {}).get("POSITION"))
    if mode not in (4, 5, 6) or not isinstance(corners, int) or not 0 <= corners < len(accessors):
        return 0
    count = accessors[corners].get("count")
    if not isinstance(count, int) or not 0 < count <= 3 * MAX_TRIANGLES:
        return 0
    return count // 3 if mode == 4 else count
