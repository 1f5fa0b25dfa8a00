"""Broken and hostile zips and folders."""

from __future__ import annotations

import io
import os
import stat
import warnings
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

from tests.media_pipeline.hostile.case import Case, alone, put
from tests.media_pipeline.hostile.obj_files import noise

OBJ = b"v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n"
MANY = 3000


def packed(entries: Iterable[tuple[str, bytes]], *, mode: int = 0, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip of these entries, names as they are."""
    file = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(file, "w", method) as archive:
        warnings.simplefilter("ignore")
        for name, data in entries:
            info = zipfile.ZipInfo(name)
            info.external_attr, info.compress_type = mode << 16, method
            archive.writestr(info, data)
    return file.getvalue()


def one(
    title: str, entry: str, says: str, *, mode: int = 0, method: int = zipfile.ZIP_DEFLATED, data: bytes = OBJ
) -> Case:
    """Return a zip of a single entry."""
    return alone(
        "scan.zip",
        lambda: packed([(entry, data)], mode=mode, method=method),
        rf"scan\.zip: .*{says}",
        title=f"zip {title}",
    )


def changed(title: str, says: str, change: Callable[[bytes], bytes], **rest: bool) -> Case:
    """Return a good zip whose bytes were changed."""
    return alone(
        "scan.zip",
        lambda: change(packed([("keep.obj", OBJ * 400)])),
        rf"scan\.zip: .*{says}",
        title=f"zip {title}",
        **rest,
    )


def bomb(megabytes: int) -> bytes:
    file = io.BytesIO()
    with (
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive,
        archive.open("keep.obj", "w", force_zip64=True) as entry,
    ):
        for _ in range(megabytes):
            entry.write(b"v 0 0 0\n" * 131_072)
    return file.getvalue()


def overlapping() -> bytes:
    """Return a zip whose directory names the same packed megabyte many times."""
    data = packed([("000.obj", bytes(1 << 20))])
    start = data.rindex(b"PK\x01\x02")
    end = data.rindex(b"PK\x05\x06")
    rows = b"".join(data[start:end].replace(b"000.obj", f"{i:03d}.obj".encode()) for i in range(500))
    tail = (
        data[end : end + 8]
        + (500).to_bytes(2, "little") * 2
        + len(rows).to_bytes(4, "little")
        + start.to_bytes(4, "little")
        + bytes(2)
    )
    return data[:start] + rows + tail


def folder(title: str, fill: Callable[[Path], object], says: str) -> Case:
    """Return a folder that `fill` filled; a good OBJ is there already."""

    def write(inbox: Path) -> Path:
        put(inbox / "scan" / "keep.obj", OBJ)
        fill(inbox / "scan")
        return inbox / "scan"

    return Case(f"folder {title}", write, says)


def special(title: str, make: Callable[[Path], object], says: str) -> Case:
    """Return an input that `make` made and that is no file."""

    def write(inbox: Path) -> Path:
        make(inbox / "keep.obj")
        return inbox / "keep.obj"

    return Case(f"input {title}", write, says, limited=True)


def linked_library(inbox: Path) -> None:
    put(inbox / "keep.obj", b"mtllib keep.mtl\n" + OBJ)
    os.symlink("../outside/secret.mtl", inbox / "keep.mtl")


def beside(title: str, fill: Callable[[Path], object], says: str) -> Case:
    """Return an OBJ handed in alone, with something bad beside it that it names."""

    def write(inbox: Path) -> Path:
        fill(inbox)
        return inbox / "keep.obj"

    return Case(f"beside {title}", write, says)


CASES = (
    one("slip", "../../keep.obj", "leaves the upload"),
    one("slip within", "a/../../keep.obj", "leaves the upload"),
    one("slip with backslashes", "..\\..\\keep.obj", "leaves the upload"),
    one("absolute", "/tmp/keep.obj", "leaves the upload"),
    one("drive", "C:/keep.obj", "leaves the upload"),
    one("control character", "ke\nep.obj", "control character"),
    one("name of 300 letters", "a" * 300 + ".obj", "name is too long"),
    one("link", "keep.obj", "links are refused", mode=stat.S_IFLNK | 0o777, data=b"../outside/secret.txt"),
    one("device", "keep.obj", "not a regular file", mode=stat.S_IFCHR | 0o666),
    one("pipe", "keep.obj", "not a regular file", mode=stat.S_IFIFO | 0o666),
    one("bzip2", "keep.obj", "compressed by method 12", method=zipfile.ZIP_BZIP2),
    one("lzma", "keep.obj", "compressed by method 14", method=zipfile.ZIP_LZMA),
    one("without a mesh", "readme.txt", "no mesh found"),
    one("within a zip", "inner.zip", "no mesh found", data=packed([("keep.obj", OBJ)])),
    alone("scan.zip", packed([("石垣/keep.obj", b"")]), r"石垣/keep\.obj: .*no vertex", title="zip of an empty mesh"),
    alone("scan.zip", packed([("keep.obj", OBJ)] * 2), "keep.obj: .*twice", title="zip of a name twice"),
    alone("scan.zip", packed([("keep.obj", OBJ), ("keep.obj/b.obj", OBJ)]), "keep.obj", title="zip of a file that is a folder"),
    alone("scan.zip", packed([("keep.obj/b.obj", OBJ), ("keep.obj", OBJ)]), "keep.obj", title="zip of a folder that is a file"),
    alone("scan.zip", lambda: packed([(f"{i}.obj", b"") for i in range(MANY)]), "more than 2000 files", title="zip of many files"),
    alone("scan.zip", lambda: packed([(f"{i}.txt", b"") for i in range(60_000)]), "entries", title="zip of very many entries", limited=True),
    alone("scan.zip", lambda: bomb(600), r"keep\.obj: .*times its size", title="zip bomb", limited=True),
    alone("scan.zip", lambda: bomb(4000), r"keep\.obj: .*times its size", title="zip bomb of 4 GB", limited=True, full=True),
    alone("scan.zip", overlapping, r"scan\.zip", title="zip of overlapping entries", limited=True),
    alone("scan.zip", b"PK\x05\x06" + bytes(18), "no mesh found", title="zip without entries"),
    alone("scan.zip", b"", "cannot be unpacked", title="zip without bytes"),
    alone("scan.zip", lambda: noise(4000), "cannot be unpacked", title="zip of noise"),
    changed("cut off", "cannot be unpacked", lambda data: data[: len(data) // 2]),
    changed("with a wrong sum", "cannot be unpacked", lambda data: data[:60] + bytes(b ^ 0xFF for b in data[60:70]) + data[70:]),
    changed("with a wrong header", "cannot be unpacked", lambda data: b"PK\x03\x05" + data[4:]),
    changed("encrypted", "encrypted", lambda data: data[:6] + b"\1\0" + data[8:].replace(b"PK\x01\x02\x14\x03\x14\0\0\0", b"PK\x01\x02\x14\x03\x14\0\1\0")),
    changed("with an unknown method", "compressed by method 99", lambda data: data[:8] + b"\x63\0" + data[10:].replace(b"PK\x01\x02\x14\x03\x14\0\0\0\x08\0", b"PK\x01\x02\x14\x03\x14\0\0\0\x63\0")),
    changed("with an entry before the file", "places outside itself", lambda data: data[:-6] + b"\xff\xff\xff\x7f\0\0"),
    folder("with a link", lambda f: os.symlink("../../outside/secret.mtl", f / "keep.mtl"), "scan: keep.mtl: links are refused"),
    folder("with a linked folder", lambda f: os.symlink("../../outside", f / "textures"), "scan: textures: links are refused"),
    folder("with a loop", lambda f: os.symlink(".", f / "again"), "scan: again: links are refused"),
    folder("with a broken link", lambda f: os.symlink("nowhere", f / "keep.png"), "scan: keep.png: links are refused"),
    folder("with many files", lambda f: [put(f / f"{i}.obj", b"") for i in range(MANY)], "scan: more than 2000 files"),
    folder("with a file of 10 TB", lambda f: os.truncate(put(f / "b.obj", b""), 10 << 40), "scan: more than 8192 MB"),
    folder("with an odd name", lambda f: put(f / "a\tb.obj", OBJ), "control character"),
    folder("with an empty mesh", lambda f: put(f / "second.obj", b""), r"second\.obj: .*no vertex"),
    folder("without a mesh", lambda f: (f / "keep.obj").rename(f / "keep.txt"), "scan: no mesh found"),
    special("missing", lambda path: None, "no such file"),
    special("a link", lambda path: os.symlink("../outside/secret.obj", path), "is a link"),
    special("a pipe", os.mkfifo, "not a regular file"),
    special("a link to itself", lambda path: os.symlink("keep.obj", path), "is a link"),
    beside("a linked library", linked_library, "keep.mtl: links are refused"),
)  # fmt: skip
