"""The nodes of a glTF scene: a forest by the standard (3.5.2), refused if it is anything else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from media_pipeline.errors import BadInput
from media_pipeline.mesh import Doubles

MAX_NODES = 100_000


def placed_meshes(name: str, document: dict[str, Any]) -> Iterator[tuple[int, Doubles]]:
    """Yield (mesh, 4 x 4 matrix) for every node of the default scene that has a mesh; all meshes once where there is no
    scene. Raises BadInput.
    """
    nodes, count = document.get("nodes", []), len(document.get("meshes", []))
    if len(nodes) > MAX_NODES:
        raise BadInput(name, "nodes", f"there are more than {MAX_NODES} nodes")
    scenes = document.get("scenes", [])
    if not scenes:
        yield from ((index, np.eye(4)) for index in range(count))
        return
    scene = document.get("scene", 0)
    if not isinstance(scene, int) or not 0 <= scene < len(scenes):
        raise BadInput(name, "scene", "names a scene that does not exist")
    waiting: list[tuple[Any, Doubles]] = [(index, np.eye(4)) for index in scenes[scene].get("nodes", [])]
    seen: set[int] = set()
    while waiting:
        index, parent = waiting.pop()
        if isinstance(index, bool) or not isinstance(index, int) or not 0 <= index < len(nodes):
            raise BadInput(name, "nodes", "a node that does not exist is named")
        if index in seen:
            raise BadInput(name, f"nodes[{index}]", "is reached twice: nodes must form trees")
        seen.add(index)
        node = nodes[index]
        matrix = parent @ _matrix(name, index, node)
        waiting += [(child, matrix) for child in node.get("children", [])]
        if "mesh" in node:
            if isinstance(node["mesh"], bool) or not isinstance(node["mesh"], int) or not 0 <= node["mesh"] < count:
                raise BadInput(name, f"nodes[{index}]", "names a mesh that does not exist")
            yield node["mesh"], matrix


def _matrix(name: str, index: int, node: dict[str, Any]) -> Doubles:
    """Return the node's matrix, from `matrix` or from translation, rotation (x, y, z, w) and scale."""
    try:
        if "matrix" in node:
            matrix = np.array(node["matrix"], np.float64).reshape(4, 4).T
        else:
            x, y, z, w = (float(v) for v in node.get("rotation", (0, 0, 0, 1)))
            turn = np.array([
                [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
                [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
                [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
            ])  # fmt: skip
            matrix = np.eye(4)
            matrix[:3, :3] = turn * np.array(node.get("scale", (1, 1, 1)), np.float64)
            matrix[:3, 3] = node.get("translation", (0, 0, 0))
    except (ValueError, TypeError):
        raise BadInput(
            name, f"nodes[{index}]", "its matrix, translation, rotation or scale is not well-formed"
        ) from None
    if not np.isfinite(matrix).all():
        raise BadInput(name, f"nodes[{index}]", "its placement is not finite")
    return matrix
