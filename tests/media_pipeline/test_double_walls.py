"""Thin walls and rooms: a level with very few triangles still shows on each side what is on that side."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from media_pipeline.baking import Baker
from media_pipeline.geometry import charts, weld
from media_pipeline.geometry.counterpart import CAGE, FLOOR, cage
from media_pipeline.geometry.normals import face_vectors, unit
from media_pipeline.geometry.render_mesh import build
from media_pipeline.geometry.simplify import to_count
from media_pipeline.mesh import Material, Mesh, diagonal
from media_pipeline.surface import MasterSurface

pytestmark = pytest.mark.pipeline

RED, BLUE = (220, 20, 20), (20, 20, 220)
SIDE = 256


def sheet(across, up, *, cells: int, bumps: float = 0.0, seed: int = 1):
    """Return a grid over the unit square placed by `across` and `up` ((3,) each from the origin), with (u, v)."""
    u, v = (a.ravel() for a in np.meshgrid(np.linspace(0, 1, cells + 1), np.linspace(0, 1, cells + 1)))
    normal = np.cross(across, up) / np.linalg.norm(np.cross(across, up))
    relief = bumps * (np.sin(9 * u + seed) * np.sin(7 * v) + 0.3 * np.sin(31 * u) * np.cos(37 * v))
    points = u[:, None] * across + v[:, None] * up + relief[:, None] * normal
    i = np.arange(len(u)).reshape(cells + 1, cells + 1)
    a, b, c, d = i[:-1, :-1].ravel(), i[:-1, 1:].ravel(), i[1:, 1:].ravel(), i[1:, :-1].ravel()
    return points, np.concatenate([np.stack([a, b, c], 1), np.stack([a, c, d], 1)]), np.stack([u, v], 1)


def wall(*, thick: float = 0.04, bumps: float = 0.03) -> Mesh:
    """Return a bumpy wall of 4 by 3 m: red in front, blue behind, `thick` apart."""
    points, faces, _ = sheet(np.array([4.0, 0, 0]), np.array([0, 3.0, 0]), cells=60, bumps=bumps)
    behind = points - [0, 0, thick]
    colours = np.repeat(np.array([RED, BLUE], np.uint8), len(points), 0)
    return Mesh(
        np.concatenate([points, behind]).astype(np.float32),
        np.concatenate([faces, faces[:, ::-1] + len(points)]).astype(np.int32),
        colours=colours,
        materials=(Material(""),),
    )


def level_of(mesh: Mesh, triangles: int):
    positions, faces = to_count(*weld.weld(mesh.positions, mesh.faces), triangles)
    return build(positions, faces, *charts.unwrap(positions, faces, side=SIDE))


def shown(level, maps):
    """Return the colours of the map at four points of each triangle (m, 4, 3)."""
    corners = level.uvs[level.faces]
    weights = np.array([(1 / 3, 1 / 3, 1 / 3), (0.6, 0.2, 0.2), (0.2, 0.6, 0.2), (0.2, 0.2, 0.6)])
    x, y = np.moveaxis(np.clip(np.einsum("mcj,kc->mkj", corners, weights) * SIDE, 0, SIDE - 1).astype(int), -1, 0)
    return maps.colour[y, x].astype(int)


def strayed(colours, expected) -> float:
    """Return the share of points whose colour is not the expected one."""
    return float((np.abs(colours - expected[:, None]).max(-1) > 60).mean())


@pytest.mark.parametrize("bumps", [0.03, 0.12])
@pytest.mark.parametrize("triangles", [400, 60, 16])
def test_no_side_of_a_thin_wall_takes_the_colour_of_the_other(tmp_path, triangles, bumps):
    mesh = wall(bumps=bumps)
    level = level_of(mesh, triangles)
    maps = Baker(MasterSurface(mesh, tmp_path)).bake(level, SIDE)
    front = unit(face_vectors(level.positions, level.faces))[:, 2] > 0
    assert 0.3 < front.mean() < 0.7
    assert strayed(shown(level, maps), np.where(front[:, None], RED, BLUE)) == 0


def test_level_that_has_gone_through_the_wall_still_shows_its_own_side(tmp_path):
    mesh = wall(bumps=0.0)
    points, faces, uvs = sheet(np.array([4.0, 0, 0]), np.array([0, 3.0, 0]), cells=1)
    level = build((points - [0, 0, 0.047]).astype(np.float32), faces.astype(np.int32), uvs.astype(np.float32), faces)
    maps = Baker(MasterSurface(mesh, tmp_path)).bake(level, SIDE)
    assert (np.abs(maps.colour.astype(int) - RED).max(-1) < 20).all()


def test_cage_is_small_in_a_thin_wall_and_wide_elsewhere():
    mesh = wall(bumps=0.0)
    length = diagonal(mesh.positions)
    found = cage(mesh.positions, mesh.faces, length)
    assert found.inward == pytest.approx(0.03, rel=0.01)
    assert found.outward == pytest.approx(CAGE * length)
    assert cage(
        *(getattr(wall(thick=1e-4, bumps=0), n) for n in ("positions", "faces")), length
    ).inward == pytest.approx(FLOOR * length)


def room(folder) -> tuple[Mesh, np.ndarray, np.ndarray]:
    """Return a room of 4 x 2.5 x 3 m with walls of 10 cm: each of its six sides shows one colour inside and another
    outside, from two textures; and those colours, (6, 3) inside and outside, by the axis and sign they face.
    """
    random = np.random.default_rng(3)
    paint = random.permutation(np.array([(r, g, b) for r in (30, 130, 230) for g in (30, 130, 230) for b in (30, 130)]))
    parts, texture_of = [], []
    for number, (name, grow) in enumerate((("inside.png", 0.0), ("outside.png", 0.1))):
        Image.fromarray(paint[6 * number : 6 * number + 6].astype(np.uint8)[None].repeat(8, 1).repeat(8, 0)).save(
            folder / name
        )
        low, high = np.array([0, 0, 0]) - grow, np.array([4.0, 2.5, 3.0]) + grow
        for axis in range(3):
            for sign in range(2):
                first, second = np.eye(3)[(axis + 1) % 3], np.eye(3)[(axis + 2) % 3]
                across, up = (first, second) if sign else (second, first)
                points, faces, uvs = sheet(across * (high - low), up * (high - low), cells=24, bumps=0.004)
                points = points + np.where(np.eye(3)[axis], (high if sign else low), low)
                uvs = np.stack([(2 * axis + sign + 0.5 + 0 * uvs[:, 0]) / 6, 0 * uvs[:, 1] + 0.5], 1)
                parts.append((points, faces if grow else faces[:, ::-1], uvs))
                texture_of.append(np.full(len(faces), number))
    start = np.cumsum([0, *(len(p) for p, _, _ in parts)])
    faces = np.concatenate([f + s for (_, f, _), s in zip(parts, start, strict=False)]).astype(np.int32)
    mesh = Mesh(
        np.concatenate([p for p, _, _ in parts]).astype(np.float32),
        faces,
        np.concatenate([u for _, _, u in parts]).astype(np.float32),
        faces,
        face_material=np.concatenate(texture_of).astype(np.int32),
        materials=(Material("in", texture="inside.png"), Material("out", texture="outside.png")),
    )
    return mesh, paint[:6], paint[6:12]


def test_room_shows_its_pictures_inside_and_outside_from_two_textures(tmp_path):
    mesh, inside, outside = room(tmp_path)
    level = level_of(mesh, 120)
    maps = Baker(MasterSurface(mesh, tmp_path)).bake(level, SIDE)
    normal = unit(face_vectors(level.positions, level.faces))
    axis = np.abs(normal).argmax(1)
    positive = normal[np.arange(len(normal)), axis] > 0
    middle = level.positions[level.faces].mean(1) - [2.0, 1.25, 1.5]
    outward = (normal * middle).sum(1) > 0
    side = 2 * axis + np.where(outward, positive, ~positive)
    flat = np.abs(normal).max(1) > 0.95
    assert flat.mean() > 0.8
    expected = np.where(outward[:, None], outside[side], inside[side])
    assert strayed(shown(level, maps)[flat], expected[flat]) < 0.01


def test_master_without_colours_is_neutral(tmp_path):
    mesh = wall()
    bare = Mesh(mesh.positions, mesh.faces, materials=(Material(""),))
    maps = Baker(MasterSurface(bare, tmp_path)).bake(level_of(bare, 60), SIDE, occlusion=64)
    assert np.ptp(maps.colour.reshape(-1, 3), axis=0).max() == 0
    assert maps.occlusion is not None
    assert maps.occlusion.max() > 200
