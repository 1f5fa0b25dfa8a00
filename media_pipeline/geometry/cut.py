"""What the curator cuts away: all outside a box, all behind a plane. Whole triangles go, so that nothing is made up."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from media_pipeline.mesh import Floats, Ints, Mask


def kept(positions: Floats, faces: Ints, *, box: Sequence[float], planes: Sequence[Sequence[float]]) -> Mask:
    """Return which triangles have their middle inside the box and in front of every plane.

    box: least x, y, z, then greatest, in metres of the frame (Y up, origin at the centre of the base); empty for none.
    planes: rows (a, b, c, d); what fulfils ax + by + cz + d >= 0 stays.
    """
    middle = (positions[faces[:, 0]] + positions[faces[:, 1]] + positions[faces[:, 2]]) / np.float32(3)
    keep = np.ones(len(faces), bool)
    if len(box):
        keep &= ((middle >= np.array(box[:3], np.float32)) & (middle <= np.array(box[3:], np.float32))).all(1)
    for a, b, c, d in planes:
        keep &= middle @ np.array([a, b, c], np.float32) >= -d
    return keep
