"""What a backup is: a folder with the database, every stored file, and a manifest that comes last.

DIR/manifest.json      what is in it, with a SHA-256 for each file
DIR/database.sqlite3   or database.pgdump
DIR/files/default/...  originals, by their names in the storage
DIR/files/public/...   renditions and derivatives
DIR/secret-key         without it, the second factors in the database could not be read
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO

MANIFEST = "manifest.json"
VERSION = 1
CHUNK = 1 << 20  # bytes
STORAGES = ("default", "public")
SECRET = "secret-key"  # noqa: S105 - the name of the file


class ArchiveError(Exception):
    """A backup that cannot be made or cannot be trusted; the message names the file."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a backup: its path below the folder, its length in bytes, its SHA-256 in hexadecimal."""

    path: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """Everything in a backup. `tables` counts the rows of the copied moment."""

    made: str
    engine: str
    database: Entry
    files: list[Entry]
    tables: dict[str, int] = field(default_factory=dict)
    secret: Entry | None = None
    version: int = VERSION

    def entries(self) -> Iterator[Entry]:
        """Yield every file that the manifest vouches for."""
        yield self.database
        if self.secret is not None:
            yield self.secret
        yield from self.files


def write(folder: Path, manifest: Manifest) -> None:
    """Write the manifest; a backup without one was cut off."""
    draft = folder / f".{MANIFEST}"
    draft.write_text(json.dumps(asdict(manifest), ensure_ascii=False, indent=1), encoding="utf-8")
    draft.replace(folder / MANIFEST)


def read(folder: Path) -> Manifest:
    """Return the manifest of the backup in `folder`.

    Raises ArchiveError when it is missing, torn or of a later version.
    """
    path = folder / MANIFEST
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        if kept["version"] != VERSION:
            raise ArchiveError(f"{path}: version {kept['version']}; this installation reads version {VERSION}.")
        kept["database"] = Entry(**kept["database"])
        kept["secret"] = Entry(**kept["secret"]) if kept["secret"] else None
        kept["files"] = [Entry(**entry) for entry in kept["files"]]
        return Manifest(**kept)
    except FileNotFoundError:
        raise ArchiveError(f"{folder} holds no {MANIFEST}: it is no backup, or one that was cut off.") from None
    except (ValueError, KeyError, TypeError) as error:
        raise ArchiveError(f"{path} cannot be read: {error}") from error


def check(folder: Path, manifest: Manifest) -> None:
    """Raise ArchiveError for the first file that is missing or is not what the manifest vouches for."""
    for entry in manifest.entries():
        path = folder / entry.path
        if not path.resolve().is_relative_to(folder.resolve()):
            raise ArchiveError(f"{entry.path}: leads out of the backup")
        if not path.is_file():
            raise ArchiveError(f"{path}: missing")
        if path.stat().st_size != entry.bytes or entry_of(folder, path).sha256 != entry.sha256:
            raise ArchiveError(f"{path}: not the file that was backed up (SHA-256 differs)")


def entry_of(folder: Path, path: Path) -> Entry:
    """Return the entry of a file that stands in `folder`."""
    with path.open("rb") as file:
        return Entry(path.relative_to(folder).as_posix(), path.stat().st_size, digest(file))


def digest(file: IO[bytes]) -> str:
    """Return the SHA-256 of what is left to read."""
    found = hashlib.sha256()
    while chunk := file.read(CHUNK):
        found.update(chunk)
    return found.hexdigest()
