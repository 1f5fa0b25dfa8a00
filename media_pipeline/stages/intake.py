"""Intake: the upload's files, taken out of folder or zip by rules, each with its SHA-256. The only stage that sees
where the upload lies.

A single OBJ or glTF takes along the files beside it that it names, and nothing else.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import stat
import zipfile
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any

from media_pipeline.errors import BadInput
from media_pipeline.readers import FORMATS, capture, refused
from media_pipeline.readers.files import decode, safe_name
from media_pipeline.readers.zips import unzip
from media_pipeline.stages import Desk

CHUNK = 1 << 20
MAX_NAMED = 10_000
COMPANIONS = {".mtl", ".bin", ".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".bmp", ".tga", ".gif"}
PICTURES = (".tif", ".tiff", ".jpg", ".jpeg", ".png")
IGNORED = re.compile(r"(^|/)(__MACOSX/|\.|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)
NAMED = re.compile(
    rb"^[ \t]*(?:mtllib|map_\w+|bump|norm)[ \t]([^\r\n]{1,500})"
    rb"|^comment TextureFile ([^\r\n]{1,500})"
    rb"|\"uri\"\s*:\s*\"([^\"]{1,500})\""
    rb"|<(?:init_from|ref)>([^<]{1,500})</",
    re.IGNORECASE | re.MULTILINE,
)
"""What an OBJ, MTL, PLY or glTF names. Every part is bounded by what ends it, so that no text makes it look twice."""


def run(desk: Desk) -> dict[str, Any]:
    """Copy the upload at params["input"] to the result and return its files, main meshes and digest. Raises BadInput."""
    source, limits = Path(desk.params["input"]), desk.params["limits"]
    if source.is_symlink() or not source.exists():
        raise BadInput(
            source.name, "", "the input is a link" if source.is_symlink() else "there is no such file or folder"
        )
    if not source.is_dir() and not source.is_file():
        raise BadInput(source.name, "", "this is not a regular file")
    suffix = source.suffix.lower()
    passed: list[str] = []

    pictures = desk.params.get("kind") == "picture"

    def accepted(name: str) -> bool:
        if not _accepted(name):
            passed.append(name)
        return _accepted(name)

    if source.is_dir():
        _copy_folder(source, desk.out, limits, accepted)
    elif suffix == ".zip" or (suffix not in FORMATS and zipfile.is_zipfile(source)):
        unzip(source, desk.out, limits, accepted)
    elif pictures:
        _copy_picture(source, desk.out, limits)
    else:
        _copy_with_companions(source, desk.out, limits)
    files = [_row(path, desk.out) for path in sorted(desk.out.rglob("*")) if path.is_file()]
    meshes = [row["name"] for row in files if Path(row["name"]).suffix.lower() in FORMATS]
    if pictures:
        meshes = [_one_picture(source.name, [row["name"] for row in files])]
    if not meshes:
        if other := refused.reason(passed):
            raise BadInput(source.name, *other)
        raise BadInput(
            source.name, "", f"no mesh found; accepted are {', '.join(FORMATS)}, alone, in a folder or in a zip"
        )
    digest = hashlib.sha256("".join(f"{row['sha256']}  {row['name']}\n" for row in files).encode()).hexdigest()
    return {"files": files, "meshes": meshes, "digest": digest}


def _one_picture(source: str, names: list[str]) -> str:
    """Return the upload's picture. Raises BadInput for none or several."""
    found = [name for name in names if PurePosixPath(name).suffix.lower() in PICTURES]
    if len(found) != 1:
        rule = f"this recipe makes one picture; {len(found)} were found. Accepted are {', '.join(PICTURES)}"
        raise BadInput(source, "", rule)
    return found[0]


def _copy_picture(source: Path, out: Path, limits: dict[str, Any]) -> None:
    _one_picture(source.name, [source.name])
    _within(source.name, 1, source.stat().st_size, limits)
    _copy(source, out / safe_name(decode(os.fsencode(source.name)), source.name))


def _row(path: Path, root: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        sha = hashlib.file_digest(file, "sha256").hexdigest()
    return {"name": path.relative_to(root).as_posix(), "sha256": sha, "bytes": path.stat().st_size}


def _accepted(name: str) -> bool:
    return not IGNORED.search(name) and PurePosixPath(name).suffix.lower() in COMPANIONS | capture.SUFFIXES | set(
        FORMATS
    )


def _copy_folder(source: Path, out: Path, limits: dict[str, Any], accepted: Callable[[str], bool]) -> None:
    total = count = 0
    for folder, folders, names in os.walk(source):
        for name in sorted(folders + names):
            path = Path(folder, name)
            if path.is_symlink():
                raise BadInput(source.name, path.relative_to(source).as_posix(), "links are refused")
        for name in sorted(names):
            path = Path(folder, name)
            relative = decode(os.fsencode(path.relative_to(source).as_posix()))
            if not accepted(relative) or not path.is_file():
                continue
            total, count = total + path.stat().st_size, count + 1
            _within(source.name, count, total, limits)
            _copy(path, out / safe_name(relative, source.name))


def _within(name: str, count: int, total: int, limits: dict[str, Any]) -> None:
    if count > limits["max_files"]:
        raise BadInput(name, "", f"more than {limits['max_files']} files")
    if total > limits["max_total_mb"] << 20:
        raise BadInput(name, "", f"more than {limits['max_total_mb']} MB unpacked")


def _copy(path: Path, target: Path) -> None:
    """Copy a regular file without following a link that took its place in the meantime."""
    target.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    with os.fdopen(descriptor, "rb") as file, target.open("xb") as copy:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise BadInput(path.name, "", "this is not a regular file")
        shutil.copyfileobj(file, copy, CHUNK)


def _copy_with_companions(source: Path, out: Path, limits: dict[str, Any]) -> None:
    suffix = source.suffix.lower()
    if other := refused.reason([source.name]):
        raise BadInput(source.name, "", other[1])
    if suffix not in FORMATS:
        raise BadInput(source.name, "", f"not an accepted format: {', '.join(FORMATS)}, or a zip or folder of them")
    _within(source.name, 1, source.stat().st_size, limits)
    _copy(source, out / safe_name(decode(os.fsencode(source.name)), source.name))
    if suffix in (".obj", ".gltf", ".ply", ".dae"):
        names = set(islice(_named(source, 2), MAX_NAMED))
        beside = {path.name.casefold(): path for path in source.parent.iterdir() if path.name.casefold() in names}
        for path in sorted(beside.values()):
            if path.is_file() and _accepted(path.name) and not (out / path.name).exists():
                if path.is_symlink():
                    raise BadInput(path.name, "", "links are refused")
                _copy(path, out / path.name)


def _named(path: Path, depth: int) -> Iterator[str]:
    """Yield the file names (case-folded, folders dropped) that the OBJ, MTL, PLY or glTF at `path` names, and those
    that its libraries name.
    """
    for reference in _references(path):
        name = PurePosixPath(reference.replace("\\", "/")).name
        yield name.casefold()
        words = name.split()
        yield words[-1].casefold() if words else ""
        library = path.parent / name
        if depth > 1 and library.suffix.lower() == ".mtl" and library.is_file() and not library.is_symlink():
            yield from _named(library, depth - 1)


def _references(path: Path) -> Iterator[str]:
    with path.open("rb") as file:
        rest = b""
        while data := file.read(16 * CHUNK):
            block = rest + data
            cut = block.rfind(b"\n") + 1 or len(block)
            for match in NAMED.finditer(block, 0, cut):
                yield decode(next(group for group in match.groups() if group is not None)).strip()
            rest = block[cut:]
