"""Public files that nothing names any more."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.core.files.storage import storages

from cms.media.models import KakuzanRendition
from cms.publishing.models import PublishedDocument
from media_pipeline.jobs.services import names_in_use

GRACE_SECONDS = 24 * 3600
"""A file younger than a day stays: a document that names it may be on its way, a phone may still hold yesterday's page."""


@dataclass(frozen=True, slots=True)
class Collected:
    """How many files there were, how many went and how many bytes that freed."""

    files: int
    removed: int
    bytes: int


def collect(*, dry_run: bool = False, grace: float = GRACE_SECONDS, folder: str = "") -> Collected:
    """Remove public files that no document, rendition or derivative names and that are older than `grace` seconds.

    folder: look only below this one of the storage. Documents are read only when there is something to remove.
    """
    storage = storages["public"]
    kept = names_in_use() | set(KakuzanRendition.objects.values_list("file", flat=True))
    files, old = 0, dict[str, Path]()
    for name, path in _files(Path(storage.location), folder):  # type: ignore[attr-defined]
        files += 1
        if name not in kept and time.time() - path.stat().st_mtime >= grace:
            old[name] = path
    freed = 0
    unnamed = _unnamed(old)
    for name, path in unnamed.items():
        freed += path.stat().st_size
        if not dry_run:
            storage.purge(name)  # type: ignore[attr-defined]
    return Collected(files, len(unnamed), freed)


def _unnamed(files: dict[str, Path]) -> dict[str, Path]:
    """Return those of `files` that no document names, one document in memory at a time."""
    left = dict(files)
    if not left:
        return left
    for row in PublishedDocument.objects.values_list("full", flat=True).iterator():
        document = bytes(row)
        for name in [name for name in left if name.encode() in document]:
            del left[name]
    return left


def _files(root: Path, folder: str) -> Iterator[tuple[str, Path]]:
    below = root / folder
    for path in sorted(below.rglob("*")) if below.exists() else []:
        if path.is_file():
            yield path.relative_to(root).as_posix(), path
