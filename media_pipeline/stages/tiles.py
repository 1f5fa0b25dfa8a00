"""Tiles: a whole site as 3D Tiles 1.1, for viewers that load what is near."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import numpy as np

from media_pipeline import mesh as meshes
from media_pipeline.encode import glb, maps
from media_pipeline.geometry.normals import areas
from media_pipeline.geometry.render_mesh import RenderMesh
from media_pipeline.stages import Desk
from media_pipeline.tiles import atlas, patch, split, tileset
from media_pipeline.tiles.atlas import Pictures
from media_pipeline.tiles.patch import Patch
from media_pipeline.tiles.split import Box
from media_pipeline.tiles.tileset import Tile

PIXELS = 16
"""A viewer asks for the next tiles when this one's error covers so many pixels (Cesium's default); a texel that covers
one counts as such an error, or blurred walls would never sharpen."""


def run(desk: Desk) -> dict[str, Any]:
    """Write tiles/N.glb and tiles/tileset.json (at the origin) as params["tiles"] says; nothing when it says none.

    Returns uri, count, triangles and bytes of all, the root's error in metres, how deep the tree is, how many tiles are the
    master itself and what a device's memory would need for all of these, and the largest file. Raises StageFault when a tile loses everything.
    """
    wanted = desk.params["tiles"]
    if not wanted["triangles"]:
        return {"tiles": None}
    master = meshes.load(desk.inputs["repair"])
    everything = patch.whole(master)
    boxes = split.tree(everything.positions[everything.faces].mean(1), wanted["triangles"])
    (desk.out / "tiles").mkdir()
    materials = master.materials
    del master  # twice the size of what is left of it
    pictures = Pictures(desk.inputs["read"] / "textures", materials, coloured=everything.colours is not None)
    builder = _Builder(desk, everything, pictures, total=_count(boxes))
    root, _ = builder.build(boxes)
    (desk.out / "tiles" / "tileset.json").write_text(json.dumps(tileset.document(root)), "utf-8")
    sizes = [path.stat().st_size for path in (desk.out / "tiles").glob("*.glb")]
    used = sum(path.stat().st_size for path in (desk.out / "tiles").iterdir())
    return {
        "tiles": {
            "uri": "tiles/tileset.json",
            "count": builder.written,
            "triangles": builder.triangles,
            "bytes": used,
            "root_geometric_error": root.error,
            "depth": 1 + boxes.height,
            "finest": {"count": builder.leaves, "gpu_bytes_estimate": builder.leaf_bytes},
            "largest_bytes": max(sizes),
        }
    }


def _count(box: Box) -> int:
    return 1 + sum(_count(part) for part in box.parts)


@dataclass(slots=True)
class _Builder:
    """Builds the tree from the leaves up; a parent is what its parts are together, made smaller."""

    desk: Desk
    everything: Patch
    pictures: Pictures
    total: int
    written: int = 0
    triangles: int = 0
    leaves: int = 0
    leaf_bytes: int = 0

    def build(self, box: Box) -> tuple[Tile, Patch]:
        """Write the tiles of `box` and return the topmost with its patch."""
        if not box.parts:
            found = patch.cut(self.everything, self.everything.faces[box.faces])
            return self._write(found, 0, 0.0, []), found
        built = [self.build(part) for part in box.parts]
        target = int(self.desk.params["tiles"]["triangles"])
        found, error = patch.simplified(patch.joined([own for _, own in built]), target)
        parts = [tile for tile, _ in built]
        return self._write(found, box.height, error, parts), found

    def _write(self, found: Patch, halvings: int, error: float, parts: list[Tile]) -> Tile:
        wanted = self.desk.params["tiles"]
        sheet = atlas.sheet(found, self.pictures, halvings=halvings, largest=wanted["texture"])
        mesh = RenderMesh(found.positions, found.normals, sheet.uvs, found.faces)
        quality = {"colour_quality": wanted["quality"], "normal_quality": wanted["quality"]}
        colour = maps.compressed({"colour": sheet.pixels}, mime="image/jpeg", **quality)
        data = glb.plain(mesh, colour, name=f"tile {self.written}", colours=found.colours)
        if wanted["compressed"]:
            data = glb.meshopt(data)
        self.triangles += glb.triangles_in(data)
        if not parts:
            self.leaves += 1
            self.leaf_bytes += glb.held(data).bytes + len(sheet.pixels) ** 2 * 4 * 4 // 3
        uri = f"{self.written}.glb"
        (self.desk.out / "tiles" / uri).write_bytes(data)
        self.written += 1
        self.desk.tell(self.written / self.total, f"tile {self.written} of {self.total}")
        if parts:
            error = max(error, PIXELS * _texel(found, sheet), *(1.001 * part.error for part in parts))
        return Tile(uri, found.positions.min(0), found.positions.max(0), error, parts)


def _texel(found: Patch, sheet: atlas.Sheet) -> float:
    """Return the width of a pixel of the tile's picture on its surface, in metres."""
    flat = np.concatenate([sheet.uvs, np.zeros((len(sheet.uvs), 1), np.float32)], 1).astype(np.float32)
    drawn = float(areas(flat, found.faces).sum(dtype=np.float64)) * len(sheet.pixels) ** 2
    surface = float(areas(found.positions, found.faces).sum(dtype=np.float64))
    return float(np.sqrt(surface / drawn)) if drawn > 0 else 0.0
