"""Write the keep of Tsuyama castle as a scan would come: `python -m media_pipeline.demo.keep OUT_DIR [--detail high]
[--seed 1616]`.

OBJ, MTL, textures and about.json (title, rights and evidence for the manifest). The same options give the same bytes.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from media_pipeline.demo import roofs, stone_base, storeys, textures, top_roof
from media_pipeline.demo.keep_facts import Keep, reconstruction
from media_pipeline.demo.noise import Field
from media_pipeline.demo.parts import Array, Model
from media_pipeline.demo.roofs import Slope

SEED = 1616


@dataclass(frozen=True, slots=True)
class Detail:
    """How fine the master is: grid of the stones and length of a tile course in metres, sides of pictures in pixels."""

    stone_step: float
    course: float
    tile_row: float
    stone_picture: tuple[int, int]
    picture: int


DETAILS = {
    "low": Detail(0.60, 0.9, 0.9, (64, 256), 64),
    "medium": Detail(0.14, 0.6, 0.30, (384, 1536), 512),
    "high": Detail(0.085, 0.30, 0.30, (768, 3072), 1024),
}


def build(detail: Detail, *, seed: int = SEED) -> tuple[Model, dict[str, Field]]:
    """Return the model and its pictures (h, w, 3) 0..1 by material."""
    keep = Keep(tile_row=detail.tile_row, tile_course=detail.course)
    model = Model()
    stone = stone_base.build(model, keep, step=detail.stone_step, seed=seed, picture=detail.stone_picture)
    for number in range(4):
        storeys.plastered(model, keep, number)
        _roof_over(model, keep, number)
    storeys.top_storey(model, keep)
    top_roof.build(model, keep)
    pictures = textures.pictures(np.random.default_rng(seed), side=detail.picture)
    return model, pictures | {"stone": stone}


def _roof_over(model: Model, keep: Keep, number: int) -> None:
    """Add the roof between storey `number` and the next."""
    storey, above = keep.storeys[number], keep.storeys[number + 1]
    wall, upper = storey.plan_m(), above.plan_m()
    outer = wall[0] + 2 * storey.overhang_m, wall[1] + 2 * storey.overhang_m
    inner = min(wall[0], upper[0]) - 0.02, min(wall[1], upper[1]) - 0.02
    eave = keep.levels()[number][1] - 0.28
    if number < 3:
        roofs.skirt(model, keep, Slope(outer, inner, eave, storey.roof_rise_m, keep.eave_lift), wall)
    else:
        roofs.boarded(model, keep, Slope(outer, inner, eave, storey.roof_rise_m, 0.14, 0.04), wall)


def write(folder: Path, *, detail: str = "high", seed: int = SEED) -> Path:
    """Write the keep into `folder` and return the path of its OBJ."""
    folder.mkdir(parents=True, exist_ok=True)
    model, pictures = build(DETAILS[detail], seed=seed)
    meshes = model.meshes()
    path = folder / "tsuyama-keep.obj"
    with path.open("w", encoding="ascii", newline="\n") as file:
        file.write("# Keep of Tsuyama castle, hypothetical reconstruction. Metres, Y up.\nmtllib tsuyama-keep.mtl\n")
        offset = 1
        for name, (points, faces, uvs) in meshes.items():
            file.write(_lines("v %.4f %.4f %.4f\n", points) + _lines("vt %.5f %.5f\n", uvs))
            file.write(f"usemtl {name}\n" + _lines("f %d/%d %d/%d %d/%d\n", np.repeat(faces + offset, 2, 1)))
            offset += len(points)
    library = "".join(f"newmtl {name}\nKd 1 1 1\nmap_Kd {name}{_suffix(name)}\n" for name in meshes)
    (folder / "tsuyama-keep.mtl").write_text(library, "ascii")
    for name in meshes:
        image = Image.fromarray(np.clip(pictures[name] * 255 + 0.5, 0, 255).astype(np.uint8))
        image.save(folder / f"{name}{_suffix(name)}", quality=90)
    (folder / "about.json").write_text(json.dumps(about(), ensure_ascii=False, indent=1), "utf-8")
    return path


def _suffix(name: str) -> str:
    return ".png" if name in ("dark", "ground") else ".jpg"


def _lines(form: str, rows: Array) -> str:
    flat = rows.reshape(-1).tolist()
    return (form * len(rows)) % tuple(flat)


def about() -> dict[str, object]:
    """Return what the manifest says about the keep and nobody can read from its triangles."""
    return {
        "title": {
            "ja": "津山城天守(復元図・推定をふくむ)",
            "en": "Keep of Tsuyama castle (reconstruction, partly assumed)",
        },
        "subject_id": "tsuyama-castle",
        "rights": {"licence": "CC0-1.0", "holder": "", "credit": "Kakuzan", "restrictions": ""},
        "capture": {"method": "generated", "seed": SEED},
        "reconstruction": reconstruction(),
    }


def main(argv: list[str] | None = None) -> None:
    """Write the keep as the command line says and print where."""
    parser = argparse.ArgumentParser(
        prog="python -m media_pipeline.demo.keep", description="Write the generated keep as OBJ."
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--detail", choices=DETAILS, default="high")
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args(argv)
    print(write(options.folder, detail=options.detail, seed=options.seed))


if __name__ == "__main__":
    main()
