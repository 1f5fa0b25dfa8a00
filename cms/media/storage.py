"""Where files live: originals in private, what visitors may have in public under names made of their content."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path, PurePosixPath
from typing import IO, Any

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage
from django.urls import reverse
from django.utils.deconstruct import deconstructible


@deconstructible(path="cms.media.storage.PrivateStorage")
class PrivateStorage(FileSystemStorage):
    """Originals. They have no public address: `url` leads to a view for staff."""

    def url(self, name: str | None) -> str:
        """Return the staff-only address of a stored file."""
        return reverse("private_file", args=[name or ""])


@deconstructible(path="cms.media.storage.PublicStorage")
class PublicStorage(FileSystemStorage):
    """Renditions and derivatives, stored once per content: `images/ab/abcdef….webp`.

    The name is the SHA-256 of the bytes, so answers may be cached for ever and saving twice stores once. Deleting is the
    work of `collect_garbage`, which knows what documents still name; a delete from elsewhere removes nothing.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("base_url", "/media/")
        super().__init__(*args, **kwargs)

    def save(self, name: str | None, content: IO[Any], max_length: int | None = None) -> str:
        """Store `content` below the first folder of `name` and return the name made of its digest.

        The file appears whole: a process killed while it writes must not leave half of it under a name that promises all.
        """
        file = content if isinstance(content, File) else File(content, name)
        stored = content_name(name or file.name or "file", file)
        if not self.exists(stored):
            self._put(Path(self.path(stored)), file)
        return stored

    def place(self, name: str, content: File[Any]) -> None:
        """Store `content` as `name`, whole or not at all: for trees of files whose folder is named by their content."""
        if not self.exists(name):
            self._put(Path(self.path(name)), content)

    def _put(self, path: Path, file: File[Any]) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        file.seek(0)
        descriptor, part = tempfile.mkstemp(dir=path.parent, prefix=".part-")
        try:
            with os.fdopen(descriptor, "wb") as target:
                for chunk in file.chunks():
                    target.write(chunk if isinstance(chunk, bytes) else chunk.encode())
            os.chmod(part, self.file_permissions_mode or 0o644)
            os.replace(part, path)
        except BaseException:
            Path(part).unlink(missing_ok=True)
            raise

    def delete(self, name: str) -> None:
        """Keep the file: another rendition or a published document may name the same content."""

    def purge(self, name: str) -> None:
        """Remove the file for good (garbage collection only)."""
        super().delete(name)


def content_name(name: str, file: File[Any]) -> str:
    """Return `folder/ab/abcdef….ext` for the content of `file`, read from its start."""
    path = PurePosixPath(name)
    digest = hashlib.sha256()
    file.seek(0)
    for chunk in file.chunks():
        digest.update(chunk if isinstance(chunk, bytes) else chunk.encode())
    folder = path.parts[0] if len(path.parts) > 1 else "files"
    hexdigest = digest.hexdigest()
    return f"{folder}/{hexdigest[:2]}/{hexdigest[:40]}{path.suffix.lower()}"
