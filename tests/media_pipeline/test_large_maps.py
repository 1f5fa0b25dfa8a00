"""Maps of 8192 pixels are baked within 4 GB of address space, which is what a stage's process may have."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.pipeline, pytest.mark.full]

GIGABYTE = 1 << 30
BAKING = """
import json, re, resource, sys
side, limit = int(sys.argv[1]), int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
import tempfile
from pathlib import Path
from media_pipeline.baking import Baker
from media_pipeline.geometry.render_mesh import build
from tests.media_pipeline.shapes import checkered
from tests.media_pipeline.test_pictures import ball_with
folder = Path(tempfile.mkdtemp())
checkered(folder / "t.png", side=4096)
master, mesh = ball_with("t.png", folder)
half = mesh.uvs * [1, 0.5]  # charts that cover half of the map, as atlases of scans do
maps = Baker(master).bake(build(mesh.positions, mesh.faces, half.astype("float32"), mesh.uv_faces), side)
print(json.dumps({
    "covered": maps.covered, "side": len(maps.colour), "filled": bool(maps.normal[-1, -1].any()),
    "peak": int(re.search(r"VmHWM:\\s*(\\d+)", Path("/proc/self/status").read_text())[1]) << 10,
}))
"""


def baked(side: int, limit: int) -> subprocess.CompletedProcess[str]:
    """Return how baking maps of `side` pixels ended that may not have more than `limit` bytes of addresses."""
    command = [sys.executable, "-c", BAKING, str(side), str(limit)]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2], timeout=900
    )


def test_maps_of_8192_are_baked_within_four_gigabytes():
    done = baked(8192, 4 * GIGABYTE)
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout.splitlines()[-1])
    assert (found["side"], found["filled"]) == (8192, True)
    assert 0.45 < found["covered"] < 0.55
    assert found["peak"] < 2 * GIGABYTE


def test_the_limit_is_one_that_can_be_broken():
    done = baked(8192, GIGABYTE // 2)
    assert done.returncode != 0
    assert "Error" in done.stderr or "alloc" in done.stderr
