"""What the mesh pipeline costs and how good it is, beside the tools it is made of, in one run: `python -m tests.bench.pipeline`.

Prints a table; `--full` adds the keep through the whole job (some minutes). Times are CPU seconds unless they say wall, so that a busy machine
changes them little. Not a test: figures differ between machines, the ratios hold.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from media_pipeline import camera as cameras
from media_pipeline.geometry import distance, render_mesh, simplify, topology, weld
from media_pipeline.geometry.rays import tensor
from media_pipeline.mesh import Floats, Ints
from media_pipeline.parallel import as_ready
from media_pipeline.render import Renderer
from media_pipeline.stages import previews as pictures
from media_pipeline.surface import LevelSurface
from media_pipeline.wasm.simplifier import simplify_with_update
from tests.bench.figures import Figure
from tests.media_pipeline.shapes import sphere, write_obj

Pair = tuple[Floats, Ints]

PREVIEWS = {"poster 1024 x 1024": 2.0, "36 frames of 384": 12.0}
"""Seconds of a poster and a turntable of 100,000 triangles."""

READERS = {
    "own reader": (
        "from pathlib import Path; from media_pipeline.readers import read; from media_pipeline.readers.files import Upload; import tempfile;"
        "p = Path({path!r}); m = read(p.name, Upload(p.parent, Path(tempfile.mkdtemp()))); print(len(m.faces))"
    ),
    "trimesh": "import trimesh; print(len(trimesh.load({path!r}, process=False).faces))",
    "Open3D": "import open3d; print(len(open3d.io.read_triangle_mesh({path!r}).triangles))",
}


def cpu(work: Callable[[], Pair]) -> tuple[float, Pair]:
    """Return the CPU seconds `work` took, and its result."""
    before = time.process_time()
    result = work()
    return time.process_time() - before, result


def stone(triangles: int) -> Pair:
    """Return a closed rippled body with noise, of about `triangles`, welded."""
    rows = int((triangles / 4) ** 0.5)
    positions, faces, _ = sphere(rows, 2 * rows, ripple=0.05)
    joined, joined_faces = weld.weld(positions.round(7).astype(np.float32), faces)
    joined = joined * (1 + 0.0008 * np.random.default_rng(7).standard_normal((len(joined), 1))).astype(np.float32)
    return joined, joined_faces[~topology.degenerate(joined, joined_faces)]


def open3d_alone(mesh: Pair, target: int) -> Pair:
    """Return Open3D's tensor quadric decimation of `mesh`."""
    import open3d as o3d

    found = o3d.t.geometry.TriangleMesh(tensor(mesh[0], np.float32), tensor(mesh[1], np.int32))
    found = found.simplify_quadric_decimation(1 - target / len(mesh[1]))
    return found.vertex.positions.numpy(), found.triangle.indices.numpy().astype(np.int32)


def meshopt_alone(mesh: Pair, target: int) -> Pair:
    """Return meshoptimizer's simplification of `mesh`."""
    found = simplify_with_update(*mesh, target)
    return found.positions, found.faces


def decimation(triangles: int, target: int) -> None:
    """Print error and cost of our chain beside each of its tools alone."""
    mesh = stone(triangles)
    length = float(np.linalg.norm(mesh[0].max(0) - mesh[0].min(0)))
    print(f"\n{len(mesh[1]):,} -> {target:,} triangles        CPU s   RMS % of diagonal   max %   reached")
    methods = {"chain": simplify.to_count, "Open3D tensor quadric": None, "meshoptimizer 1.3 update": None}
    base: tuple[float, float] | None = None
    for name in methods:
        work = {
            "chain": lambda: simplify.to_count(*mesh, target),
            "Open3D tensor quadric": lambda: open3d_alone(mesh, target),
            "meshoptimizer 1.3 update": lambda: meshopt_alone(mesh, target),
        }[name]
        seconds, found = cpu(work)
        error = distance.between(mesh, found, samples=50_000)
        rms, most = (100 * v / length for v in (error.rms, error.maximum))
        base = base or (seconds, rms)
        ratio = (
            f"chain is {base[0] / seconds:.2f} x its time, {base[1] / rms:.2f} x its error" if name != "chain" else ""
        )
        print(f"  {name:26}{seconds:17.1f}{rms:20.5f}{most:8.3f}{len(found[1]):10,}   {ratio}")


def reading(triangles: int, folder: Path) -> None:
    """Print time and memory of reading an OBJ, each reader in a process of its own, the import of its library included."""
    rows = int((triangles / 4) ** 0.5)
    path = write_obj(folder / "stone.obj", *sphere(rows, 2 * rows, ripple=0.05))
    print(f"\nOBJ of {path.stat().st_size / 1e6:.0f} MB           CPU s      peak MB   triangles")
    for name, code in READERS.items():
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        script = (
            code.format(path=str(path))
            + "; import resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)"
        )
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        count, peak = done.stdout.split()[-2:]
        seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        print(f"  {name:20}{seconds:9.1f}{int(peak):13,}{int(count):12,}")


def previews(triangles: int = 100_000) -> list[Figure]:
    """Return what a poster and a turntable of a level of so many triangles with maps of 4096 pixels cost, packing included.

    Budgets are of seconds by the clock on two idle cores; on a busy machine the processor's seconds stand in for them.
    """
    rows = int((triangles / 4) ** 0.5)
    positions, faces, uvs = sphere(rows, 2 * rows, ripple=0.05)
    level = render_mesh.build(positions.astype(np.float32), faces, uvs.astype(np.float32), faces)
    random = np.random.default_rng(3)
    colour = random.integers(90, 200, (4096, 4096, 3), np.uint8)
    normal = np.concatenate(
        [random.integers(112, 144, (4096, 4096, 2), np.uint8), np.full((4096, 4096, 1), 250, np.uint8)], 2
    )
    surface = LevelSurface(level, colour, normal)
    works: dict[str, Callable[[], object]] = {
        "made ready, skylight": lambda: (pictures.open_to_sky(renderer), renderer.ground()),
        "poster 1024 x 1024": lambda: pictures.frame(
            renderer, cameras.framing(level.positions, azimuth=35, elevation=12, width=1024, height=1024)
        ),
        "36 frames of 384": lambda: list(
            as_ready(
                lambda view: pictures.frame(renderer, view),
                cameras.around(level.positions, count=36, elevation=12, size=384),
            )
        ),
    }
    renderer, idle = Renderer(surface), os.getloadavg()[0] < 1
    figures = []
    for name, work in works.items():
        before, started = time.process_time(), time.monotonic()
        work()
        took, wall = time.process_time() - before, time.monotonic() - started
        most = PREVIEWS.get(name)
        figures.append(Figure(f"{name}: processor", took, "s", most=None if idle else most))
        figures.append(Figure(f"{name}: wall clock", wall, "s", most=most if idle else None))
    return figures


def keep(folder: Path) -> None:
    """Print what the keep costs from nothing to its files."""
    started = time.monotonic()
    subprocess.run(
        [sys.executable, "-m", "media_pipeline.demo.keep", str(folder / "keep")], check=True, stdout=subprocess.DEVNULL
    )
    generated = time.monotonic() - started
    command = [
        sys.executable,
        "-m",
        "media_pipeline",
        str(folder / "keep" / "tsuyama-keep.obj"),
        "--recipe",
        "demo-keep",
        "--quiet",
    ]
    subprocess.run([*command, "--out", str(folder / "out")], check=True, stdout=subprocess.DEVNULL)
    wall = time.monotonic() - started
    document = json.loads((folder / "out" / "manifest.json").read_text("utf-8"))
    print(
        f"\nKeep of {document['input_stats']['triangles']:,} triangles: {wall:.0f} s wall, of which {generated:.0f} s generating"
    )
    for row in document["provenance"]["stages"]:
        print(
            f"  {row['name']:12}{row['seconds']:8.1f} s wall{row['cpu_seconds']:8.1f} s CPU{row['peak_rss_mb']:8,} MB"
        )
    for row in document["derivatives"]:
        error, image = row["error"], row["image"]
        print(
            f"  {row['uri']:24}{row['triangles']:8,} triangles{row['bytes'] / 1e6:7.2f} MB   RMS {1000 * error['rms']:.1f} mm ({error['rms_pct']:.4f} %)"
            f"   lit {image['psnr_lit_mean']:.1f} dB   albedo {image['psnr_albedo']:.1f} dB"
        )


def main() -> int:
    """Run the bench as the command line says; return 1 when a budget is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--triangles", type=int, default=1_000_000)
    parser.add_argument("--full", action="store_true", help="the keep through the whole job, too")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        reading(options.triangles, Path(folder))
        decimation(options.triangles, options.triangles // 10)
        decimation(options.triangles, options.triangles // 50)
        figures = previews()
        print("", *figures, sep="\n")
        if options.full:
            keep(Path(folder))
    return 0 if all(figure.is_kept for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
