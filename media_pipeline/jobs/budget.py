"""What a job needs of the machine before it starts: free space on the disk, and that no other large one is running."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path
from typing import Final

from media_pipeline.jobs import folders

LARGE_BYTES: Final = 150_000_000
"""Unpacked size of a master from which two jobs at once would not fit a machine of 8 GB: a million triangles as OBJ
take 80 MB and 2.5 GB of memory, five million 383 MB and 4 GB (docs/reference/pipeline.md).
"""

WORK_FACTOR: Final = 5
"""Stages keep a copy of the master, the mesh as read, the repaired one, maps and derivatives."""

RESERVE_BYTES: Final = 1_000_000_000
"""Left free for the database and for everybody else."""


def master_bytes(source: Path) -> int:
    """Return the size of a master once unpacked: of a folder the sum, of a zip what its directory says."""
    if source.is_dir():
        return sum(master_bytes(path) for path in source.iterdir())
    packed = source.stat().st_size
    if not zipfile.is_zipfile(source):
        return packed
    try:
        with zipfile.ZipFile(source) as archive:
            return max(packed, sum(row.file_size for row in archive.infolist()))
    except (zipfile.BadZipFile, OSError):
        return packed


def missing_bytes(master: int) -> int:
    """Return how many bytes of free space a job over a master of this size lacks; 0 when there is enough."""
    free = shutil.disk_usage(folders.root()).free
    return max(0, WORK_FACTOR * master + RESERVE_BYTES - free)
