"""A zip or folder of forty parts with forty pictures is one asset."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

import media_pipeline
from media_pipeline import mesh as meshes
from media_pipeline import recipes
from media_pipeline.errors import BadInput
from media_pipeline.mesh import Mesh
from media_pipeline.stages import Desk, intake, read
from tests.media_pipeline.parts import ACROSS, DOWN, SIDE, as_glb, as_obj, colour, picture, zipped

COUNT = ACROSS * DOWN
SOURCE = {"unit": "m", "up": "y", "handedness": "right", "scale_bar": None, "crs": "", "offset": ()}
LIMITS = {"max_files": 2000, "max_total_mb": 64, "max_ratio": 200, "max_texture": 1024}
KINDS = ("PNG", "JPEG", "WEBP")


def objects() -> dict[str, bytes]:
    """Forty OBJ in folders of their own, each naming its picture in another wrong way."""
    files: dict[str, bytes] = {}
    for number in range(COUNT):
        folder, name = f"石垣/タイル{number:02d}", f"表面_{number:02d}.PNG"
        wrong = (f"textures\\{name}", name.lower(), f"./{name}", f'"{name}"')[number % 4]
        files |= {f"{folder}/{key}": data for key, data in as_obj(number, "part", wrong).items()}
        files[f"{folder}/{name}"] = picture(number)
    return files


def binaries(first: int = 0) -> dict[str, bytes]:
    """GLB from tile `first` on, with PNG, JPEG and WebP in turn."""
    return {
        f"tile_{number:02d}.glb": as_glb(number, picture(number, kind := KINDS[number % 3]), f"image/{kind.lower()}")
        for number in range(first, COUNT)
    }


def mixed() -> dict[str, bytes]:
    half = {name: data for name, data in objects().items() if int(name.split("タイル")[1][:2]) < COUNT // 2}
    return half | binaries(COUNT // 2)


def take(source: Path, folder: Path) -> tuple[Mesh, dict[str, Any], Path]:
    """Return the mesh of an upload, what reading said, and the folder of its textures."""
    for name in ("in", "out", "tmp"):
        (folder / name).mkdir(parents=True)
    desk = Desk({}, folder / "in", folder / "tmp", {"input": str(source), "limits": LIMITS}, lambda share, note: None)
    names = intake.run(desk)["meshes"]
    params = {"meshes": names, "source": SOURCE, "max_texture": 1024}
    desk = Desk({"intake": folder / "in"}, folder / "out", folder / "tmp", params, lambda share, note: None)
    said = read.run(desk)
    return meshes.load(folder / "out"), said, folder / "out" / "textures"


def colours_seen(mesh: Mesh, textures: Path) -> dict[int, Any]:
    """Return for each tile (by where it lies) the mean colour at the corners of its triangles, by their own texture."""
    middle = mesh.positions[mesh.faces].mean(1) + np.array([ACROSS / 2, 0, DOWN / 2])
    tile = middle[:, 0].astype(int) + ACROSS * middle[:, 2].astype(int)
    found: dict[int, list[Any]] = {}
    pictures = {path.name: np.asarray(Image.open(path).convert("RGB")) for path in textures.iterdir()}
    for index, number in enumerate(tile.tolist()):
        name = mesh.materials[mesh.face_material[index]].texture
        u, v = mesh.uvs[mesh.uv_faces[index]].mean(0)
        found.setdefault(number, []).append(pictures[name][int(v * SIDE), int(u * SIDE)])
    return {number: np.max(rows, axis=0) for number, rows in found.items()}


@pytest.mark.parametrize("packed", [True, False], ids=["zip", "folder"])
@pytest.mark.parametrize("parts", [objects, binaries, mixed])
def test_forty_parts_are_one_mesh_and_each_keeps_its_picture(parts: Any, packed: bool, tmp_path: Path) -> None:
    files = parts()
    if packed:
        source = zipped(tmp_path / "史跡.zip", files)
    else:
        source = tmp_path / "史跡"
        for name, data in files.items():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_bytes(data)
    mesh, said, textures = take(source, tmp_path / "work")
    assert (said["triangles"], said["textures"], said["warnings"]) == (32 * COUNT, COUNT, [])
    assert len(mesh.materials) == COUNT
    seen = colours_seen(mesh, textures)
    assert sorted(seen) == list(range(COUNT))
    for number, found in seen.items():
        assert np.abs(found.astype(int) - colour(number)).max() <= 12, number


def test_the_same_picture_in_all_parts_is_one_texture(tmp_path: Path) -> None:
    files = {f"tile_{number:02d}.glb": as_glb(number, picture(7)) for number in range(COUNT)}
    files |= {f"{number}/{name}": data for number in (1, 2) for name, data in as_obj(number, "part", "a.png").items()}
    files |= {f"{number}/a.png": picture(7) for number in (1, 2)}
    mesh, said, _ = take(zipped(tmp_path / "史跡.zip", files), tmp_path / "work")
    assert said["textures"] == 1
    assert {row.texture for row in mesh.materials} == {mesh.materials[0].texture}


def test_a_part_whose_only_picture_is_ktx2_is_refused_with_that_word(tmp_path: Path) -> None:
    ktx2 = b"\xabKTX 20\xbb\r\n\x1a\n" + bytes(68)
    files = binaries(COUNT - 2) | {"tile_37.glb": as_glb(37, ktx2, "image/ktx2")}
    with pytest.raises(BadInput, match=r"^tile_37\.glb images\[0\]: the texture is KTX2"):
        take(zipped(tmp_path / "史跡.zip", files), tmp_path / "work")


def test_parts_with_pictures_of_one_name_in_their_folders_keep_their_own(tmp_path: Path) -> None:
    files: dict[str, bytes] = {}
    for number in range(4):
        files |= {f"t{number}/{name}": data for name, data in as_obj(number, "model", "TEXTURE.PNG").items()}
        files[f"t{number}/texture.png"] = picture(number)
    mesh, said, textures = take(zipped(tmp_path / "a.zip", files), tmp_path / "work")
    assert said["textures"] == 4
    moved = Mesh(mesh.positions + np.array([2 - ACROSS / 2, 0, 0.5 - DOWN / 2], np.float32), mesh.faces, mesh.uvs, mesh.uv_faces, None, mesh.face_material, mesh.materials)  # fmt: skip
    assert {n: c.tolist() for n, c in colours_seen(moved, textures).items()} == {n: list(colour(n)) for n in range(4)}


@pytest.mark.pipeline
def test_forty_parts_become_one_level_with_one_map_that_shows_them_all(tmp_path: Path) -> None:
    recipe = recipes.load(Path(__file__).parent / "kills" / "tiny.toml")
    changes = {
        "previews": {"drawing_width": 320},
        "tiles": {"triangles": 0},
        "comparison": {"triangles": 0},
        "source": {"unit": "m"},
    }
    source = zipped(tmp_path / "史跡.zip", mixed())
    path = media_pipeline.run(source, recipe=recipe, out=tmp_path / "out", changes=changes)
    document = json.loads(path.read_text("utf-8"))
    (row,) = document["derivatives"]
    assert (row["draw_calls"], document["input_stats"]["materials"]) == (1, COUNT)
    (drawing,) = [row for row in document["previews"] if row.get("drawing") == "top"]
    with Image.open(tmp_path / "out" / drawing["uri"]) as image:
        pixels = np.asarray(image.convert("RGB")).astype(int)
    metre = 1 / drawing["metres_per_pixel"]
    left = (pixels.shape[1] - ACROSS * metre) / 2
    hues = []
    for number in range(ACROSS):
        x = round(left + (number + 0.75) * metre)
        band = pixels[:, x - 3 : x + 4].reshape(-1, 3)
        inked = band[band.max(1) - band.min(1) > 40]
        hues.append(float(np.median(inked[:, 0] - inked[:, 2])))
    expected = [colour(n)[0] - colour(n)[2] for n in range(ACROSS)]
    assert np.corrcoef(hues, expected)[0, 1] > 0.9
