"""One broken or hostile upload: how it is written, and what the answer to it must say."""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

Content = bytes | str | Callable[[], bytes]

SECRET = b"TOPSECRET-kept-outside-the-upload"
PLACES = Path("outside")
"""Folder beside the upload's, where a test plants what must never be read."""


@dataclass(frozen=True, slots=True)
class Case:
    """`write` puts the upload into the folder it is given and returns what is handed in. `says`: a pattern in the
    message. `limited`: it may cost much memory or time, or crash native code, so that it runs in a stage process.
    """

    name: str
    write: Callable[[Path], Path]
    says: str
    limited: bool = False
    full: bool = False


def alone(
    name: str, content: Content, says: str, *, title: str = "", limited: bool = False, full: bool = False,
    beside: Mapping[str, Content] | None = None,
) -> Case:  # fmt: skip
    """Return the case of one file, `beside` being what lies in the same folder."""

    def write(folder: Path) -> Path:
        for other, data in (beside or {}).items():
            put(folder / other, data)
        return put(folder / name, content)

    return Case(title or name, write, says, limited, full)


def put(path: Path, content: Content) -> Path:
    """Write `content` to `path`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    data = content() if callable(content) else content
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def floats(*values: float) -> bytes:
    """Return `values` as little-endian singles."""
    return struct.pack(f"<{len(values)}f", *values)
