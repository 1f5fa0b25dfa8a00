"""Copying a database while others use it: SQLite by its online backup, PostgreSQL by its own tools."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db import connection

from cms.ops.archive import ArchiveError


def copy_out(folder: Path) -> tuple[Path, dict[str, int]]:
    """Copy the database into `folder`; return the file and the number of rows by table (SQLite only)."""
    if connection.vendor == "sqlite":
        path = folder / "database.sqlite3"
        with closing(opened(live())) as source, closing(opened(path)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
            return path, rows(copy)
    path = folder / "database.pgdump"
    tool("pg_dump", "--format=custom", "--no-owner", "--file", str(path))
    return path, {}


def copy_in(path: Path) -> None:
    """Replace the content of the live database by that of `path`, in one transaction."""
    connection.close()
    if connection.vendor == "sqlite":
        live().parent.mkdir(parents=True, exist_ok=True)
        with closing(opened(path)) as source, closing(opened(live())) as target:
            source.backup(target)
        return
    tool("pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction", "--dbname", name(), str(path))


def faults(expected: dict[str, int]) -> list[str]:
    """Return what is wrong with the live database: damage, and tables whose number of rows is not the one expected."""
    if connection.vendor != "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return []
    with closing(opened(live())) as database:
        said = [str(row[0]) for row in database.execute("PRAGMA integrity_check") if row[0] != "ok"]
        found = rows(database)
    return said + [
        f"table {table}: {found.get(table, 'missing')} rows instead of {count}"
        for table, count in expected.items()
        if found.get(table) != count
    ]


def live() -> Path:
    """Return the file of the live SQLite database."""
    return Path(name())


def name() -> str:
    """Return the name of the live database."""
    return str(connection.settings_dict["NAME"])


def opened(path: Path) -> sqlite3.Connection:
    """Return a connection of its own, patient with writers (seconds)."""
    return sqlite3.connect(path, timeout=30)


def rows(database: sqlite3.Connection) -> dict[str, int]:
    """Return the number of rows of each ordinary table; those behind a full-text index belong to the index."""
    shadows = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL%'")]
    tables = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type='table' ORDER BY name")]
    ordinary = [
        t for t in tables if not t.startswith(("sqlite_", *(f"{shadow}_" for shadow in shadows))) and t not in shadows
    ]
    return {table: int(database.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]) for table in ordinary}  # noqa: S608


def tool(program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs on the live database.

    Raises ArchiveError, with what to install or what it said.
    """
    if shutil.which(program) is None:
        raise ArchiveError(f"{program} is missing: install Debian's postgresql-client.")
    given: dict[str, Any] = connection.settings_dict
    variables = {
        "PGHOST": given["HOST"],
        "PGPORT": given["PORT"],
        "PGUSER": given["USER"],
        "PGPASSWORD": given["PASSWORD"],
    }
    environment = dict(os.environ) | {key: str(value) for key, value in variables.items() if value}
    command = [program, *arguments] + ([name()] if program == "pg_dump" else [])
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise ArchiveError(f"{program}: {done.stderr.strip()}")
