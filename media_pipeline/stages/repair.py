"""Repair: the master as every derivative is made from and measured against. Removes, joins and turns; covers small holes
and marks them; counts everything.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from media_pipeline import mesh as meshes
from media_pipeline.errors import BadInput
from media_pipeline.geometry import cut, filling, orientation, topology
from media_pipeline.geometry.edges import EdgeTable
from media_pipeline.geometry.fins import fins
from media_pipeline.geometry.floating import Rule, floating
from media_pipeline.geometry.normals import areas
from media_pipeline.geometry.outlook import Outlook
from media_pipeline.geometry.weld import compact, unique_rows
from media_pipeline.mesh import Floats, Ints, Mask, Mesh, diagonal
from media_pipeline.stages import Desk


def run(desk: Desk) -> dict[str, Any]:
    """Return the operations with their counts, and what is left. Raises BadInput when nothing is."""
    work = _Work(meshes.load(desk.inputs["read"]), desk.params)
    work.cut()
    work.weld()
    desk.tell(0.2, "welded")
    work.drop("degenerate", topology.degenerate(work.positions, work.mesh.faces))
    work.drop("duplicate", topology.repeated(work.mesh.faces))
    work.floating()
    desk.tell(0.5, "degenerate, repeated and floating triangles")
    work.fins()
    work.turn()
    desk.tell(0.8, "fins and turned triangles")
    work.fill()
    work.compact("unused_vertices")
    meshes.save(work.mesh, desk.out)
    mesh = work.mesh
    return {
        "repairs": work.rows,
        "triangles": len(mesh.faces),
        "vertices": len(mesh.positions),
        "boundary_edges": work.table.boundary - work.closed,
        "nonmanifold_edges": work.table.nonmanifold,
        "diagonal_m": diagonal(mesh.positions),
        "bbox_m": [mesh.positions.min(0).tolist(), mesh.positions.max(0).tolist()],
    }


class _Work:
    """The mesh on its way through the operations, and a row for each of them."""

    def __init__(self, mesh: Mesh, params: dict[str, Any]) -> None:
        self.mesh = mesh
        self.params = params
        self.rows: list[dict[str, Any]] = []
        self._table: EdgeTable | None = None
        self._piece: Ints | None = None
        self.closed = 0

    @property
    def positions(self) -> Floats:
        """The mesh's positions, as single floats, which they are since the stage `read`."""
        return self.mesh.positions.astype(np.float32, copy=False)

    @property
    def table(self) -> EdgeTable:
        """The edges of the mesh as it is; made once and kept up."""
        if self._table is None:
            self._table = EdgeTable.of(self.mesh.faces)
        return self._table

    def note(self, op: str, count: int, **more: Any) -> None:
        """Add a row for `op`."""
        self.rows.append({"op": op, "count": count, **more})

    def drop(self, op: str, bad: Mask, **more: Any) -> None:
        """Remove the triangles where `bad` is true. Raises BadInput when none is left."""
        self.note(op, int(bad.sum()), **more)
        if bad.all():
            raise BadInput("", "", f"no triangle is left after {op}")
        if bad.any():
            self.mesh = self.mesh.select(~bad)
            self._table = None if self._table is None else self._table.select(~bad)
            self._piece = None if self._piece is None else self._piece[~bad]

    def cut(self) -> None:
        """Remove what the curator cut away."""
        box, planes = self.params["cut_box"], self.params["cut_planes"]
        if len(box) or len(planes):
            self.drop("cut", ~cut.kept(self.positions, self.mesh.faces, box=box, planes=planes))

    def weld(self) -> None:
        """Forget vertices that no triangle names, and join those of equal position; the first one's colour stays."""
        self.compact("loose_vertices")
        mesh = self.mesh
        first, inverse = unique_rows(self.positions)
        colours = None if mesh.colours is None else mesh.colours[first]
        self.mesh = replace(mesh, positions=mesh.positions[first], faces=inverse[mesh.faces], colours=colours)
        self.note("weld", len(mesh.positions) - len(first))

    def compact(self, op: str) -> None:
        """Forget vertices that no triangle names."""
        mesh = self.mesh
        arrays = [mesh.positions] + ([mesh.colours] if mesh.colours is not None else [])
        faces, kept = compact(mesh.faces, *arrays)
        self.note(op, len(mesh.positions) - len(kept[0]))
        self.mesh = replace(mesh, faces=faces, positions=kept[0], colours=kept[1] if len(kept) > 1 else None)

    def floating(self) -> None:
        """Remove floating pieces."""
        names = ("floating_triangles", "floating_share", "stray_share", "stray_distance")
        mesh, rule = self.mesh, Rule(*(self.params[name] for name in names))
        number, self._piece = topology.pieces(mesh.faces, len(mesh.positions))
        bad = floating(self.positions, mesh.faces, self._piece, number, rule)
        self.drop("floating", bad[self._piece], pieces=int(bad.sum()))

    def fins(self) -> None:
        """Remove fins."""
        self.drop("fins", fins(self.table, most=self.params["fin_triangles"]))

    def turn(self) -> None:
        """Turn what faces the wrong way."""
        how = self.params["orient"]
        mesh = self.mesh
        if how == "reverse":
            self._turned(np.ones(len(mesh.faces), bool))
            self.note("reversed", len(mesh.faces))
        if how == "keep":
            return
        outlook = Outlook(self.positions, self.mesh.faces)
        size = areas(self.positions, mesh.faces)
        found = orientation.against_neighbours(self.table, size, outlook.votes)
        self._turned(found.faces)
        self.note("flipped", int(found.faces.sum()), patches=found.patches, undecided_edges=found.undecided)
        piece = self._piece
        assert piece is not None
        outlook = outlook.turned(self.mesh.faces)
        wrong = orientation.inside_out(piece, size, outlook.votes)
        self._turned(wrong[piece])
        self.note("inside_out", int(wrong[piece].sum()), pieces=int(wrong.sum()))

    def _turned(self, turn: Mask) -> None:
        if turn.any():
            self._table = self.table.turned(turn)
            self.mesh = filling.reversed_faces(self.mesh, turn)

    def fill(self) -> None:
        """Cover small holes and say where."""
        params, rule = self.params, filling.Rule(
            self.params["hole_edges"], self.params["hole_area_share"], self.params["tint_filled"]
        )  # fmt: skip
        if not params["hole_edges"] or not params["hole_area_share"]:
            return
        assert self._piece is not None
        self.mesh, row = filling.filled(self.mesh, self.table, self._piece, rule)
        self.closed = row["edges"]
        self.rows.append({"op": "fill_holes", **row})
