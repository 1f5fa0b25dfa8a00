"""Whole jobs over generated castle walls, and our levels beside those of other tools in one run: `python -m tests.bench.walls [--triangles N]`.

Walls of 1,030,000 and 5,030,000 triangles are what the figures in docs are of; they are kept in the temporary folder. Budgets of time hold on
two idle cores, ratios anywhere. Exits 1 when a ratio is broken.
"""

from __future__ import annotations

import argparse
import importlib.util
import io
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from PIL import Image

from media_pipeline import camera as cameras
from media_pipeline import mesh as meshes
from media_pipeline import texture
from media_pipeline.baking import Baker
from media_pipeline.encode import glb, maps
from media_pipeline.geometry import distance, render_mesh, simplify
from media_pipeline.geometry.fitting import Surface
from media_pipeline.geometry.rays import Scene
from media_pipeline.geometry.render_mesh import RenderMesh
from media_pipeline.mesh import Mesh
from media_pipeline.render import Renderer
from media_pipeline.stages.measure import ELEVATIONS, psnr
from media_pipeline.surface import LevelSurface, MasterSurface
from media_pipeline.wasm.gltfpack import pack
from tests.bench.figures import Figure
from tests.bench.pipeline import READERS, Pair, cpu, open3d_alone
from tests.media_pipeline import wall_files, walls

BUDGETS = {1_030_000: (50.0, 2500.0), 5_030_000: (105.0, 4000.0)}
"""Wall-clock seconds on two idle cores and MB of a whole job."""


def upload(triangles: int) -> Path:
    """Return the folder of the wall's OBJ, MTL and texture, made when it is not there."""
    folder = Path(tempfile.gettempdir()) / f"kakuzan-bench-wall-{triangles}"
    if not folder.exists():
        part = Path(tempfile.mkdtemp(dir=folder.parent))
        wall_files.write(walls.wall(triangles), part, texture=8192 if triangles > 2_000_000 else 4096)
        part.rename(folder)
    return folder


def reading(source: Path) -> list[Figure]:
    """Return what our reader takes for the wall's OBJ in a process of its own, its imports included."""
    code = READERS["own reader"].format(path=str(source / "wall.obj"))
    peak = "import resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)"
    idle, large = os.getloadavg()[0] < 1, source.name.endswith("5030000")
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run([sys.executable, "-c", f"{code}; {peak}"], capture_output=True, text=True, check=True)
    wall, after = time.monotonic() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return [
        Figure("OBJ read: wall clock", wall, "s", most=6.0 if large and idle else None),
        Figure("OBJ read: processor", seconds, "s"),
        Figure("OBJ read: memory", float(done.stdout.split()[-1]), "MB", most=900.0 if large else None),
    ]


def job(source: Path, work: Path) -> list[Figure]:
    """Run the recipe `web` over `source`, keep its stages in `work`, and return what it cost."""
    started = time.monotonic()
    command = [sys.executable, "-m", "media_pipeline", str(source), "--recipe", "web", "--quiet"]
    subprocess.run([*command, "--out", str(work / "out"), "--work", str(work)], check=True, stdout=subprocess.DEVNULL)
    wall = time.monotonic() - started
    document = json.loads((work / "out" / "manifest.json").read_text("utf-8"))
    figures = []
    for row in document["provenance"]["stages"]:
        figures.append(Figure(f"{row['name']}: wall clock", row["seconds"], "s"))
        figures.append(Figure(f"{row['name']}: processor", row["cpu_seconds"], "s"))
        figures.append(Figure(f"{row['name']}: memory", row["peak_rss_mb"], "MB"))
    for row in document["derivatives"]:
        figures.append(Figure(f"{row['uri']} ({row['uv_mode']}): RMS", row["error"]["rms_pct"], "%"))
        figures.append(Figure(f"{row['uri']}: lit", row["image"]["psnr_lit_mean"], "dB"))
    seconds, memory = BUDGETS.get(int(source.name.rsplit("-", 1)[1]), (None, None))
    idle = os.getloadavg()[0] < 3
    stages = document["provenance"]["stages"]
    figures.append(Figure("whole job: processor", sum(row["cpu_seconds"] for row in stages), "s"))
    figures.append(Figure("whole job: wall clock", wall, "s", most=seconds if idle else None))
    figures.append(Figure("whole job: memory", document["provenance"]["peak_rss_mb"], "MB", most=memory))
    return figures


def result(work: Path, stage: str) -> Path:
    """Return the folder of the last result of `stage`."""
    found = sorted((work / "results").glob(f"{stage}-*"), key=lambda path: path.stat().st_mtime)
    return found[-1] / "files"


def geometry(mesh: Mesh, target: int = 100_000) -> list[Figure]:
    """Return error and cost of our chain beside Open3D's quadrics, and fast-simplification's where it is installed."""
    master: Pair = (mesh.positions.astype(np.float32), mesh.faces)
    length, scene = meshes.diagonal(master[0]), Scene(*master)
    works = {
        "chain": lambda: _level(master, target),
        "Open3D tensor": lambda: open3d_alone(master, target),
    }
    if importlib.util.find_spec("fast_simplification"):
        import fast_simplification

        share = 1 - target / len(master[1])
        works["fast-simplification"] = lambda: fast_simplification.simplify(*master, share, agg=7)
    seconds, error = {}, {}
    for name, work in works.items():
        seconds[name], found = cpu(work)
        pair = (np.asarray(found[0], np.float32), np.asarray(found[1], np.int32))
        apart = distance.between(master, pair, samples=100_000, scenes=(scene, Scene(*pair)))
        error[name] = 100 * apart.rms / length
    figures = [Figure(f"to {target:,}, {name}: processor", seconds[name], "s") for name in works]
    figures += [Figure(f"to {target:,}, {name}: RMS", error[name], "%") for name in works]
    return [
        *figures,
        Figure("chain's error, of Open3D's", error["chain"] / error["Open3D tensor"], "x", most=0.85),
        Figure("chain's time, of Open3D's", seconds["chain"] / seconds["Open3D tensor"], "x", most=0.3),
    ]


def _level(master: Pair, target: int) -> Pair:
    """Return what the stage `levels` makes of `master`."""
    positions, faces = simplify.to_count(*master, target)
    return Surface(*master, level=target).fitted(positions, faces), faces


def likeness(mesh: Mesh, work: Path) -> list[Figure]:
    """Return how like the master our level of 20,000 looks, beside gltfpack's -sv at 20,000 and 100,000."""
    textures = result(work, "read") / "textures"
    master = MasterSurface(mesh, textures)
    views = [
        cameras.framing(master.positions, azimuth=90 * i + 30, elevation=ELEVATIONS[i], width=512, height=512, fov=40)
        for i in range(4)
    ]
    truth = [Renderer(master).plain(view) for view in views]

    def lit(surface: LevelSurface) -> float:
        shown = [Renderer(surface).plain(view) for view in views]
        return float(np.mean([psnr(a.lit, b.lit, a.coverage, b.coverage) for a, b in zip(truth, shown, strict=True)]))

    level = render_mesh.load(result(work, "unwrap") / "thumb.npz")
    baker, ours = Baker(master), {}
    for side in (1024, 2048):  # the recipe's own map, and one that shows the geometry rather than its texels
        baked = baker.bake(level, side)
        ours[side] = lit(LevelSurface(level, baked.colour, baked.normal))
    picture = texture.read(next(textures.iterdir())).levels[0]
    source = _glb(mesh, master)
    theirs = {
        count: lit(LevelSurface(_packed(source, count / len(mesh.faces)), picture)) for count in (20_000, 100_000)
    }
    return [
        *(Figure(f"baked, {len(level.faces):,}, map {side}: lit", value, "dB") for side, value in ours.items()),
        *(Figure(f"gltfpack -sv, {count:,}: lit", value, "dB") for count, value in theirs.items()),
        Figure("ours, map 1024, above gltfpack at the same count", ours[1024] - theirs[20_000], "dB", least=6.0),
        Figure("ours, map 2048, above gltfpack at the same count", ours[2048] - theirs[20_000], "dB", least=6.0),
        Figure("ours, map 2048, above gltfpack at five times the count", ours[2048] - theirs[100_000], "dB", least=0.0),
    ]


def _glb(mesh: Mesh, master: MasterSurface) -> bytes:
    assert mesh.uvs is not None and mesh.uv_faces is not None
    level = render_mesh.build(master.positions, mesh.faces, mesh.uvs, mesh.uv_faces)
    dot = io.BytesIO()
    Image.new("RGB", (4, 4)).save(dot, "JPEG")
    return glb.plain(level, [maps.Picture("colour", dot.getvalue(), "image/jpeg", 4)], name="wall")


def _packed(source: bytes, share: float) -> RenderMesh:
    """Return gltfpack's simplification of `source` to `share` of its triangles, its numbers left as floats."""
    import trimesh

    options = ["-i", "in.glb", "-o", "out.glb", "-noq", "-sv", "-si", f"{share:.6f}"]
    done = pack({"in.glb": source}, options, memory_bytes=(4 << 30) - 65536)
    found = trimesh.load(io.BytesIO(done["out.glb"]), "glb", process=False, force="mesh")
    uvs = np.asarray(found.visual.uv, np.float32) * np.array([1, -1], np.float32) + np.array([0, 1], np.float32)
    arrays = (np.asarray(a) for a in (found.vertices, found.vertex_normals))
    return RenderMesh(*(a.astype(np.float32) for a in arrays), uvs, np.asarray(found.faces, np.int32))


def main() -> int:
    """Measure, print the table, return 1 when a budget is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--triangles", type=int, default=1_030_000)
    parser.add_argument("--work", type=Path, help="keep the job's stages here")
    options = parser.parse_args()
    print("load", *os.getloadavg(), flush=True)
    with tempfile.TemporaryDirectory() as temporary:
        work = options.work or Path(temporary)
        figures = [*reading(upload(options.triangles)), *job(upload(options.triangles), work)]
        print(*figures, sep="\n", flush=True)
        mesh = meshes.load(result(work, "repair"))
        for part in (geometry(mesh), likeness(mesh, work)):
            print(*part, sep="\n", flush=True)
            figures += part
    print("load", *os.getloadavg())
    return 0 if all(figure.is_kept for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
