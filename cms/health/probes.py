"""What the probes look at. Each look is quick, changes nothing and names what is wrong in words."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.files.storage import storages
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from cms.setup.processes import started
from cms.setup.records import read_all

LEAST_FREE = 500 * 1024 * 1024  # bytes; below, a mesh job or a backup would fill the disk


@dataclass(frozen=True, slots=True)
class Look:
    """One thing looked at: its name, whether it is well, and what was seen."""

    name: str
    well: bool
    seen: str


def database() -> Look:
    """Look whether the database answers a query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return Look("database", True, connection.vendor)


def migrations() -> Look:
    """Look whether the tables are those of this code; once that holds it is not asked again in this process."""
    try:
        return known_migrated()
    except NotMigrated as error:
        return Look("migrations", False, str(error))


class NotMigrated(Exception):
    """The database lags behind the code."""


@cache
def known_migrated() -> Look:
    """Return the good look; raises NotMigrated, which is not remembered."""
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        raise NotMigrated(f"{len(missing)} migrations to run, first {missing[0][0]}")
    return Look("migrations", True, "all applied")


def disk() -> Look:
    """Look whether the data folder has room."""
    free = shutil.disk_usage(settings.DATA_DIR).free
    return Look("disk", free >= LEAST_FREE, f"{free // 2**20} MiB free")


def files() -> Look:
    """Look whether public files can be listed."""
    folders, _ = storages["public"].listdir("") if storages["public"].exists("") else ([], [])
    return Look("files", True, f"{len(folders)} folders")


def processes() -> Look:
    """Look whether every process that the supervisor wrote down lives. Without a supervisor there is nothing to say."""
    records = read_all(Path(settings.DATA_DIR) / "run")
    dead = [record.name for record in records if started(record.pid) != record.started]
    seen = (
        f"not running: {', '.join(dead)}" if dead else ", ".join(record.name for record in records) or "no supervisor"
    )
    return Look("processes", not dead, seen)


READY: tuple[Callable[[], Look], ...] = (database, migrations)
DETAIL: list[Callable[[], Look]] = [database, migrations, files, disk, processes]


def add_detail(probe: Callable[[], Look]) -> None:
    """Let rooms above add a look to the operator's probe; called once, in `AppConfig.ready`."""
    if probe not in DETAIL:
        DETAIL.append(probe)


def looks(probes: Sequence[Callable[[], Look]]) -> list[Look]:
    """Take all looks; one that raises is not well, and says why."""
    return [look(probe) for probe in probes]


def look(probe: Callable[[], Look]) -> Look:
    """Take one look, come what may."""
    try:
        return probe()
    except Exception as error:  # noqa: BLE001 - a probe reports what is wrong, whatever it is
        return Look(probe.__name__, False, type(error).__name__)
