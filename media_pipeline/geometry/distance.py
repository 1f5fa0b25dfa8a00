"""How far two surfaces lie apart, sampled on both."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from media_pipeline.geometry.normals import areas
from media_pipeline.geometry.rays import Scene
from media_pipeline.mesh import Doubles, Floats, Ints


@dataclass(frozen=True, slots=True)
class SurfaceError:
    """Two-sided distances in the units of the positions, over `samples` points in all; `maximum` is the sampled
    Hausdorff distance.
    """

    rms: float
    p99: float
    maximum: float
    samples: int


def sample(positions: Floats, faces: Ints, count: int, *, seed: int = 0) -> Floats:
    """Return `count` points spread evenly over the surface (area-weighted, seeded)."""
    random = np.random.default_rng(seed)
    cumulative = np.cumsum(areas(positions, faces).astype(np.float64))
    face = np.minimum(np.searchsorted(cumulative, random.random(count) * cumulative[-1]), len(faces) - 1)
    uv = random.random((count, 2)).astype(np.float32)
    outside = uv.sum(1) > 1
    uv[outside] = 1 - uv[outside]
    a, b, c = (positions[faces[face, k]] for k in range(3))
    return np.asarray((a + (b - a) * uv[:, :1] + (c - a) * uv[:, 1:]), np.float32)


def between(
    first: tuple[Floats, Ints], second: tuple[Floats, Ints], *, samples: int, scenes: tuple[Scene, Scene] | None = None
) -> SurfaceError:
    """Return the two-sided distance of two meshes from `samples` points on each. `scenes` are theirs, if the caller has
    them already.
    """
    first_scene, second_scene = scenes or (Scene(*first), Scene(*second))
    return apart(second_scene.distance(sample(*first, samples)), first_scene.distance(sample(*second, samples, seed=1)))


def apart(there: Doubles, back: Doubles) -> SurfaceError:
    """Return the two-sided distance from those of points of either surface to the other."""
    distance = np.concatenate([there, back])
    return SurfaceError(
        rms=float(np.sqrt((distance**2).mean())),
        p99=float(np.percentile(distance, 99)),
        maximum=float(distance.max()),
        samples=len(distance),
    )
