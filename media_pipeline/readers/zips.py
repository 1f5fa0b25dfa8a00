"""Zips taken apart by rules: sizes are counted while unpacking, since a zip's own figures may lie; entries become plain
files, never links, in folders below the one they are unpacked to.
"""

from __future__ import annotations

import errno
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from media_pipeline.errors import BadInput
from media_pipeline.readers.files import decode, safe_name

CHUNK = 1 << 20
MAX_ENTRIES = 20_000
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    ValueError,
    RuntimeError,
    struct.error,
    KeyError,
)


def unzip(source: Path, out: Path, limits: dict[str, Any], accepted: Callable[[str], bool]) -> None:
    """Unpack the entries of `source` whose names are `accepted` to `out`, within limits["max_files"], "max_total_mb" and
    "max_ratio". Raises BadInput with the entry.
    """
    try:
        with zipfile.ZipFile(source) as archive:
            _unpack(_Unpacking(archive, source, out, limits), accepted)
    except BROKEN as error:
        raise BadInput(source.name, "", f"the zip cannot be unpacked: {error}") from None
    except OSError as error:
        if error.errno not in (None, errno.EINVAL):  # an offset before the file; anything else is no fault of the zip
            raise
        raise BadInput(source.name, "", "the zip cannot be unpacked: it names places outside itself") from None


class _Unpacking:
    """A zip being unpacked, and how much came out of it so far."""

    def __init__(self, archive: zipfile.ZipFile, source: Path, out: Path, limits: dict[str, Any]) -> None:
        self.archive, self.name, self.out = archive, source.name, out
        self.files, self.most_files = 0, int(limits["max_files"])
        self.bytes, self.most_bytes = 0, int(limits["max_total_mb"]) << 20
        self.ratio = int(limits["max_ratio"])
        self.most_by_ratio = max(source.stat().st_size, 1 << 20) * self.ratio
        self.taken: set[str] = set()

    def extract(self, entry: zipfile.ZipInfo, name: str) -> None:
        """Write one entry below `out`."""
        self.files += 1
        if self.files > self.most_files:
            raise BadInput(self.name, "", f"more than {self.most_files} files")
        parents = ["/".join(name.split("/")[:i]) for i in range(1, name.count("/") + 1)]
        target = self.out / name
        if name in self.taken or target.is_dir() or self.taken.intersection(parents):
            raise BadInput(self.name, name, "the zip holds this name twice")
        self.taken.add(name)
        self._allow(self.bytes + entry.file_size, name)
        target.parent.mkdir(parents=True, exist_ok=True)
        with self.archive.open(entry) as data, target.open("xb") as file:
            while chunk := data.read(CHUNK):
                self.bytes += len(chunk)
                self._allow(self.bytes, name)
                file.write(chunk)

    def _allow(self, size: int, name: str) -> None:
        """Refuse more than the limits, by what an entry says of itself before it is written and by what comes out."""
        if size > self.most_bytes or size > self.most_by_ratio:
            rule = f"unpacks to more than {self.most_bytes >> 20} MB or {self.ratio} times its size"
            raise BadInput(self.name, name, rule)


def _unpack(work: _Unpacking, accepted: Callable[[str], bool]) -> None:
    entries = work.archive.infolist()
    if len(entries) > MAX_ENTRIES:
        raise BadInput(work.name, "", f"more than {MAX_ENTRIES} entries")
    for entry in entries:
        name = safe_name(_name(entry), work.name)
        kind = stat.S_IFMT(entry.external_attr >> 16)
        if kind == stat.S_IFLNK:
            raise BadInput(work.name, name, "links are refused")
        if entry.is_dir() or not accepted(name):
            continue
        if kind not in (0, stat.S_IFREG):
            raise BadInput(work.name, name, "this is not a regular file")
        if entry.flag_bits & 1:
            raise BadInput(work.name, name, "the entry is encrypted")
        if entry.compress_type not in METHODS:
            rule = f"compressed by method {entry.compress_type}; only stored and deflated entries are read"
            raise BadInput(work.name, name, rule)
        work.extract(entry, name)


def _name(entry: zipfile.ZipInfo) -> str:
    """Return the entry's name; Japanese programs write CP932 without saying so, which zipfile reads as CP437."""
    return entry.filename if entry.flag_bits & 0x800 else decode(entry.filename.encode("cp437", "replace"))
