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


def collect(*, dry_run: bool = False, grace: float = GRACE_SECONDS) -> Collected:
    """Remove public files that no document, rendition or derivative names and that are older than `grace` seconds."""
    storage = storages["public"]
    kept = names_in_use() | set(KakuzanRendition.objects.values_list("file", flat=True))
    documents = b"\n".join(bytes(row) for row in PublishedDocument.objects.values_list("full", flat=True).iterator())
    files = removed = freed = 0
    for name, path in _files(Path(storage.location)):  # type: ignore[attr-defined]
        files += 1
        if name in kept or name.encode() in documents or time.time() - path.stat().st_mtime < grace:
            continue
        removed, freed = removed + 1, freed + path.stat().st_size
        if not dry_run:
            storage.purge(name)  # type: ignore[attr-defined]
    return Collected(files, removed, freed)


def _files(root: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(root.rglob("*")) if root.exists() else []:
        if path.is_file():
            yield path.relative_to(root).as_posix(), path
