"""Large files in pieces: begun, continued after a broken connection, checked, made into an asset, or forgotten."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path, PurePosixPath
from typing import IO, Any, Final
from uuid import UUID

from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from media_pipeline.jobs import budget, folders
from media_pipeline.jobs.services import SUFFIXES, UploadError
from media_pipeline.models import Upload

MAX_BYTES: Final = 2 * 1024**3
CHUNK_BYTES: Final = 8 * 1024**2
READ_BYTES: Final = 1024**2
KEPT: Final = timedelta(days=2)
"""How long an unfinished upload may be continued."""


class OffsetError(UploadError):
    """A piece does not begin where the last one ended; `offset` says where to go on."""

    def __init__(self, offset: int) -> None:
        self.offset = offset
        super().__init__(f"go on at byte {offset}")


class Received(File):  # type: ignore[type-arg]
    """A file that came in pieces: storages move it instead of copying it, and its checksum is known."""

    def __init__(self, upload: Upload) -> None:
        self.path = path_of(upload.pk)
        super().__init__(self.path.open("rb"), upload.name)
        self.sha256 = upload.sha256

    def temporary_file_path(self) -> str:
        """Return where the file lies, which tells a storage that it may be moved."""
        return str(self.path)


def path_of(pk: UUID) -> Path:
    """Return where the pieces of an upload are put together."""
    folder = Path(settings.DATA_DIR) / "private" / "uploads"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{pk}.part"


def begin(name: str, size: int, *, user: Any) -> Upload:
    """Return the upload of a file: the unfinished one of this user, name and size, else a new one. Raises UploadError."""
    name = PurePosixPath(name.replace("\\", "/")).name[:200]
    if PurePosixPath(name).suffix.lower() not in SUFFIXES:
        raise UploadError(f"{name}: this kind of file is not accepted; accepted are {', '.join(sorted(SUFFIXES))}")
    if not 0 < size <= MAX_BYTES:
        raise UploadError(f"{name}: has {size} bytes; a file may have 1 to {MAX_BYTES}")
    if (free := shutil.disk_usage(path_of(UUID(int=0)).parent).free) < size + budget.RESERVE_BYTES:
        raise UploadError(f"{name}: the disk has {free / 1e9:.1f} GB free, which is too little for {size / 1e9:.1f} GB")
    found = Upload.objects.filter(user=user, name=name, bytes=size, sha256="").order_by("-touched").first()
    return found or Upload.objects.create(user=user, name=name, bytes=size)


def receive(upload: Upload, piece: IO[bytes], *, offset: int) -> Upload:
    """Append a piece, also one that breaks off, and note its checksum with the last byte. Raises OffsetError, UploadError.

    A write that the database has not heard of (the process was ended in between) is cut away first.
    """
    path = path_of(upload.pk)
    path.touch()
    try:
        with folders.locked(path.with_suffix(".lock")), path.open("r+b") as file:
            upload.refresh_from_db()
            if offset != upload.offset or upload.sha256:
                raise OffsetError(upload.offset)
            file.truncate(upload.offset)
            file.seek(upload.offset)
            _copy(piece, file, most=upload.bytes - upload.offset)
            upload.offset = file.tell()
    except folders.Occupied:
        raise OffsetError(upload.offset) from None
    if upload.offset == upload.bytes:
        with path.open("rb") as file:
            upload.sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        path.with_suffix(".lock").unlink(missing_ok=True)
    upload.touched = timezone.now()
    upload.save(update_fields=["offset", "sha256", "touched"])
    return upload


def _copy(piece: IO[bytes], file: IO[bytes], *, most: int) -> None:
    """Copy what comes, at most `most` bytes, and have it on the disk before it is counted."""
    try:
        while block := piece.read(min(READ_BYTES, most)) if most else b"":
            file.write(block)
            most -= len(block)
    except OSError:  # the browser has gone; what came is kept
        pass
    file.flush()
    os.fsync(file.fileno())


def finished(keys: Sequence[UUID], *, user: Any) -> list[Received]:
    """Return the files of finished uploads of this user, in their order. Raises UploadError."""
    rows = {row.pk: row for row in Upload.objects.filter(pk__in=keys, user=user)}
    missing = [key for key in keys if key not in rows or not rows[key].sha256]
    if missing:
        raise UploadError("an upload is not finished; choose the file once more and it goes on where it was")
    return [Received(rows[key]) for key in keys]


def forget(keys: Sequence[UUID]) -> None:
    """Remove uploads with what is left of their files."""
    Upload.objects.filter(pk__in=keys).delete()
    for key in keys:
        for suffix in (".part", ".lock"):
            path_of(key).with_suffix(suffix).unlink(missing_ok=True)


def into_asset(keys: Sequence[UUID], *, user: Any, make: Callable[[list[File[Any]]], Any]) -> Any:
    """Give finished uploads to `make` and forget them; what it raises leaves them for another try."""
    files = finished(keys, user=user)
    try:
        made = make(list(files))
    finally:
        for file in files:
            file.close()
    with transaction.atomic():
        forget(keys)
    return made


def collect(*, dry_run: bool = False) -> tuple[int, int]:
    """Forget uploads that nobody has continued for two days; return how many, and their bytes."""
    old = Upload.objects.filter(touched__lt=timezone.now() - KEPT)
    rows = list(old.values_list("pk", "offset"))
    if not dry_run:
        forget([pk for pk, _ in rows])
    return len(rows), sum(offset for _, offset in rows)
