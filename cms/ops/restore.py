"""Taking a backup back."""

from __future__ import annotations

import os
from pathlib import Path

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, storages
from django.db import connection

from cms import clock
from cms.ops import databases
from cms.ops.archive import SECRET, ArchiveError, Entry, Manifest, check, digest, read
from cms.setup.prepared import STAMP


def restore(folder: Path) -> Manifest:
    """Put the database, the files and the secret key of a backup in place of the present ones; return its manifest.

    Nothing is touched before every file of the backup was found to be what its manifest says. A present
    database is kept beside the data under a name with the time. Files that the backup does not know stay: nothing
    names them.
    """
    manifest = read(folder)
    check(folder, manifest)
    if (manifest.engine == "sqlite3") != (connection.vendor == "sqlite"):
        way = "" if connection.vendor == "sqlite" else f" See `manage.py take_over {folder / manifest.database.path}`."
        raise ArchiveError(f"The backup holds {manifest.engine}, this installation uses {connection.vendor}.{way}")
    keep_present()
    (Path(settings.DATA_DIR) / STAMP).unlink(missing_ok=True)  # the backup may come from older code
    databases.copy_in(folder / manifest.database.path)
    for entry in manifest.files:
        put(folder, entry)
    if manifest.secret is not None:
        put_secret(folder / manifest.secret.path)
    return manifest


def keep_present() -> Path | None:
    """Copy a present database that holds anything to `before-restore-TIME/`; return where."""
    if not databases.holds_anything():
        return None
    aside = Path(settings.DATA_DIR) / f"before-restore-{clock.now():%Y%m%dT%H%M%S%f}"
    aside.mkdir(parents=True, mode=0o700)
    databases.copy_out(aside)
    return aside


def put(folder: Path, entry: Entry) -> None:
    """Put one file into its storage, unless the same content is there."""
    alias, name = split(entry)
    storage = storages[alias]
    if stored(entry) == entry.sha256:
        return
    if isinstance(storage, FileSystemStorage):
        target = Path(storage.path(name))
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_name(f".{target.name}.restore")
        draft.write_bytes((folder / entry.path).read_bytes())
        draft.chmod(storage.file_permissions_mode or 0o640)
        draft.replace(target)
        return
    if storage.exists(name):
        storage.delete(name)
    with (folder / entry.path).open("rb") as file:
        saved = storage.save(name, File(file, name))
    if saved != name:
        raise ArchiveError(f"{name}: the storage {alias} keeps it as {saved}")


def put_secret(source: Path) -> None:
    """Put the secret key back, readable by its owner only; processes that run keep the one they started with."""
    target = Path(settings.DATA_DIR) / SECRET
    draft = target.with_name(f".{SECRET}")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(source.read_bytes())
    draft.replace(target)


def faults(manifest: Manifest) -> list[str]:
    """Return in what the installation differs from the backup; empty when it does not."""
    return databases.faults(manifest.tables) + [
        f"file {entry.path}: differs from the backup" for entry in manifest.files if stored(entry) != entry.sha256
    ]


def stored(entry: Entry) -> str:
    """Return the SHA-256 of what the storage holds under the entry's name; empty when there is nothing."""
    alias, name = split(entry)
    try:
        with storages[alias].open(name) as file:
            return digest(file)
    except FileNotFoundError:
        return ""


def split(entry: Entry) -> tuple[str, str]:
    """Return the storage's alias and the file's name in it, from `files/ALIAS/NAME`."""
    _, alias, name = entry.path.split("/", 2)
    return alias, name
