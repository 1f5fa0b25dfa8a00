"""Making a backup, while the site goes on."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.files.storage import Storage, storages

from cms import clock
from cms.ops import databases
from cms.ops.archive import CHUNK, SECRET, STORAGES, ArchiveError, Entry, Manifest, entry_of, write


def backup(folder: Path) -> Manifest:
    """Copy database, files and secret key into `folder` and return the manifest.

    The database comes first and the files after it: files are never changed and are removed late, so that every file
    that the copied database names is there. Raises ArchiveError when `folder` holds anything already.
    """
    if folder.exists() and any(folder.iterdir()):
        raise ArchiveError(f"{folder} is not empty; a backup gets a folder of its own.")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    database, tables = databases.copy_out(folder)
    manifest = Manifest(
        made=clock.now().isoformat(timespec="seconds"),
        engine=database.suffix.lstrip("."),
        database=entry_of(folder, database),
        tables=tables,
        files=[entry for alias in STORAGES for entry in copy_files(folder, alias)],
        secret=copy_secret(folder),
    )
    write(folder, manifest)
    return manifest


def copy_files(folder: Path, alias: str) -> Iterator[Entry]:
    """Copy all files of one storage; one that is removed meanwhile is left out."""
    storage = storages[alias]
    for name in names(storage):
        path = folder / "files" / alias / name
        path.parent.mkdir(parents=True, exist_ok=True)
        digest, length = hashlib.sha256(), 0
        try:
            with storage.open(name) as source, path.open("wb") as copy:
                while chunk := source.read(CHUNK):
                    digest.update(chunk)
                    length += copy.write(chunk)
        except FileNotFoundError:
            path.unlink(missing_ok=True)
            continue
        yield Entry(path.relative_to(folder).as_posix(), length, digest.hexdigest())


def names(storage: Storage, folder: str = "") -> Iterator[str]:
    """Yield the names of all files in a storage, in a fixed order."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    prefix = f"{folder}/" if folder else ""
    for file in sorted(files):
        yield prefix + file
    for inner in sorted(folders):
        yield from names(storage, prefix + inner)


def copy_secret(folder: Path) -> Entry | None:
    """Copy the installation's secret key, readable by its owner only; None when it comes from the environment."""
    source = Path(settings.DATA_DIR) / SECRET
    if not source.exists():
        return None
    copy = folder / SECRET
    os.close(os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
    shutil.copyfile(source, copy)
    return entry_of(folder, copy)
