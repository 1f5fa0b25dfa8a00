"""`python -m media_pipeline`, killed at every boundary of its stages and at random moments: it ends right, once."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.media_pipeline.kills.line import POINTS, Kill, Line, moments
from tests.media_pipeline.shapes import sphere, write_obj

pytestmark = [
    pytest.mark.pipeline,
    pytest.mark.crash,
    pytest.mark.skipif(sys.platform != "linux", reason="processes are found in /proc"),
]

SEVEN = [
    Kill("job", "intake:done"),
    Kill("stage", "inspect", 0.3, nth=0),
    Kill("job", "levels:begin"),
    Kill("stage", "bake", 0.5, nth=2),
    Kill("job", "measure", 0.6),
    Kill("job", "tiles:kept"),
    Kill("job", "deliver:3"),
]


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A rippled, textured sphere of 288 triangles."""
    positions, faces, uvs = sphere(10, 16, ripple=0.05)
    return write_obj(tmp_path_factory.mktemp("upload") / "keep.obj", positions, faces, uvs, texture="stone.png")


def killed(kills: list[Kill], source: Path, folder: Path, usual: dict[str, float]) -> Line:
    """Return a job after all `kills` and its end."""
    line = Line(source, folder, usual)
    for kill in kills:
        line.suffer(kill)
    line.finish()
    return line


def test_a_job_killed_seven_times_ends_as_if_nobody_had_touched_it(
    source: Path, tmp_path: Path, undisturbed: Line
) -> None:
    line = killed(SEVEN, source, tmp_path, undisturbed.usual)
    assert (line.result(), line.left()) == (undisturbed.result(), undisturbed.left())


@pytest.mark.full
def test_a_job_killed_at_each_boundary_ends_as_if_nobody_had_touched_it(
    source: Path, tmp_path: Path, undisturbed: Line
) -> None:
    line = killed([Kill("job", point) for point in POINTS], source, tmp_path, undisturbed.usual)
    assert (line.result(), line.left()) == (undisturbed.result(), undisturbed.left())


@pytest.mark.full
@pytest.mark.parametrize("seed", range(1604, 1610))
def test_a_job_killed_at_ten_moments_ends_as_if_nobody_had_touched_it(
    seed: int, source: Path, tmp_path: Path, undisturbed: Line
) -> None:
    line = killed(moments(10, seed=seed), source, tmp_path, undisturbed.usual)
    assert (line.result(), line.left()) == (undisturbed.result(), undisturbed.left())
