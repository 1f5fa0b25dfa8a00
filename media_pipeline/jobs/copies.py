"""Copies in the public storage: each file under a name made of its content, a tree of tiles with addresses to match."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import storages

from media_pipeline.models import Derivative, Job

FOLDER = "assets"


def public_copy(job: Job, path: Path, uri: str, *, sha256: str = "") -> Derivative:
    """Put a file into the public storage and return its row, not yet saved."""
    with path.open("rb") as handle:
        name = storages["public"].save(f"{FOLDER}/{path.name}", File(handle, path.name))
    return Derivative(job=job, uri=uri, name=name, sha256=sha256, bytes=path.stat().st_size)


def tileset_copies(job: Job, folder: Path, row: dict[str, Any]) -> list[Derivative]:
    """Put the 3D Tiles that `row` of a manifest names into the public storage, give it the tileset's `name`, and return
    the rows of all files, not yet saved.

    Tiles go first; the tileset names them by addresses relative to its own, so that a tree never changes once it is there
    and a viewer may keep it for ever.
    """
    path = folder / row["uri"]
    document = json.loads(path.read_text("utf-8"))
    held: list[Derivative] = []
    for content in _contents(document["root"]):
        uri = content["uri"]
        kept = public_copy(job, path.parent / uri, f"{Path(row['uri']).parent.as_posix()}/{uri}")
        held.append(kept)
        content["uri"] = f"../{kept.name.removeprefix(f'{FOLDER}/')}"
    text = json.dumps(document, separators=(",", ":")).encode()
    row["name"] = storages["public"].save(f"{FOLDER}/{path.name}", ContentFile(text, path.name))
    return [*held, Derivative(job=job, uri=row["uri"], name=row["name"], bytes=len(text))]


def picture_copies(job: Job, folder: Path, row: dict[str, Any]) -> list[Derivative]:
    """Put the deep zoom that `row` of a manifest names into the public storage, give it the `name` of its info.json, and
    return the rows of all files, not yet saved.

    Viewers make up the addresses of tiles, so that these keep their paths, below a folder named by the sum of all.
    """
    public: Any = storages["public"]
    root = f"{FOLDER}/iiif/{row['files_sha256'][:40]}"
    tree = (folder / row["uri"]).parent
    held: list[Derivative] = []
    for path in sorted(tree.rglob("*.jpg")):
        inside = path.relative_to(tree).as_posix()
        with path.open("rb") as handle:
            public.place(f"{root}/{inside}", File(handle, path.name))
        name = f"{root}/{inside}"
        held.append(Derivative(job=job, uri=f"{tree.name}/{inside}", name=name, bytes=path.stat().st_size))
    document = json.loads((tree / "info.json").read_text("utf-8"))
    text = json.dumps(document | {"id": public.url(root)}, separators=(",", ":")).encode()
    row["name"] = f"{root}/info.json"
    public.place(row["name"], ContentFile(text, "info.json"))
    return [*held, Derivative(job=job, uri=row["uri"], name=row["name"], bytes=len(text))]


def _contents(tile: dict[str, Any]) -> list[dict[str, Any]]:
    found = [tile["content"]] if "content" in tile else []
    for part in tile.get("children", []):
        found += _contents(part)
    return found
