"""Copying a database while others use it: SQLite by its online backup, PostgreSQL by its own tools."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from cms.ops.archive import ArchiveError


def copy_out(folder: Path) -> tuple[Path, dict[str, int]]:
    """Copy the database into `folder`; return the file and the number of rows by table, both of one moment."""
    if connection.vendor == "sqlite":
        path = folder / "database.sqlite3"
        with closing(opened(live())) as source, closing(opened(path)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
            return path, rows(copy)
    path = folder / "database.pgdump"
    with moment() as snapshot:
        tool("pg_dump", "--format=custom", "--no-owner", "--snapshot", snapshot, "--file", str(path))
        return path, rows_now()


def copy_in(path: Path) -> None:
    """Replace the content of the live database by that of `path`, in one transaction."""
    connection.close()
    if connection.vendor == "sqlite":
        live().parent.mkdir(parents=True, exist_ok=True)
        with closing(opened(path)) as source, closing(opened(live())) as target:
            source.backup(target)
        return
    tool("pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction", str(path))


def faults(expected: dict[str, int]) -> list[str]:
    """Return what is wrong with the live database: damage, and tables whose number of rows is not the one expected."""
    if connection.vendor == "sqlite":
        with closing(opened(live())) as database:
            said = [str(row[0]) for row in database.execute("PRAGMA integrity_check") if row[0] != "ok"]
            found = rows(database)
    else:
        said, found = [], rows_now()
    return said + [
        f"table {table}: {found.get(table, 'missing')} rows instead of {count}"
        for table, count in expected.items()
        if found.get(table) != count
    ]


def holds_anything() -> bool:
    """Return whether there is a live database with tables in it."""
    if connection.vendor == "sqlite":
        return live().exists() and live().stat().st_size > 0
    return bool(connection.introspection.table_names())


@contextmanager
def moment() -> Iterator[str]:
    """Hold one moment of a PostgreSQL and give the name by which pg_dump sees the same."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        yield str(cursor.fetchone()[0])


def rows_now() -> dict[str, int]:
    """Return the number of rows of each table of a PostgreSQL."""
    counts = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608
            counts[table] = int(cursor.fetchone()[0])
    return counts


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

    Raises ArchiveError, with what to install or what it said. The password goes by the environment: command lines are
    for everybody to read.
    """
    if shutil.which(program) is None:
        raise ArchiveError(f"{program} is missing: install Debian's postgresql-client.")
    given: dict[str, Any] = connection.settings_dict
    members = {"dbname": "NAME", "host": "HOST", "port": "PORT", "user": "USER"}
    where = {key: str(given[member]) for key, member in members.items() if given[member]}
    where |= {key: value for key, value in given["OPTIONS"].items() if isinstance(value, str)}
    password = {"PGPASSWORD": str(given["PASSWORD"])} if given["PASSWORD"] else {}
    from psycopg.conninfo import make_conninfo

    command = [program, "--dbname", make_conninfo("", **where), *arguments]
    done = subprocess.run(command, env=dict(os.environ) | password, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise ArchiveError(f"{program}: {done.stderr.strip()}")
