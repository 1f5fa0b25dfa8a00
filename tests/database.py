"""A migrated database, kept between runs, so that a test run starts in seconds. Made anew when any migration or requirement changes.

SQLite keeps it as a file; a PostgreSQL that outlives the run as a database from which others are copied.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
FLOORS = ("cms", "museum", "tours", "media_pipeline", "api")
PREFIX = "kakuzan_test_template_"


@cache
def state() -> str:
    """Return a digest of what shapes the database."""
    digest = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    for floor in FLOORS:
        for path in sorted((ROOT / floor).rglob("migrations/*.py")):
            digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    for name in ("cms/search/fts5.py", "cms/search/postgresql.py", "cms/settings/base.py"):
        digest.update((ROOT / name).read_bytes())
    digest.update((ROOT / "cms/search/tokens/index.py").read_bytes() + (ROOT / "cms/languages/table.py").read_bytes())
    return digest.hexdigest()[:16]


def template() -> Path:
    """Return where SQLite's template for this state of the tree lies."""
    return Path(tempfile.gettempdir()) / f"kakuzan-test-template-{os.getuid()}-{state()}.sqlite3"


def start_from_template(name: str) -> bool:
    """Copy the template to the test database's file; return whether there was one."""
    source = template()
    if not source.exists():
        return False
    shutil.copyfile(source, name)
    return True


def keep_as_template(name: str) -> None:
    """Keep a freshly migrated database for the next run; written beside and moved, so that runs at the same time agree."""
    partial = template().with_suffix(f".{os.getpid()}")
    with sqlite3.connect(name) as source, sqlite3.connect(partial) as target:
        source.backup(target)
    partial.replace(template())


class Postgresql:
    """The same on a server: `CREATE DATABASE ... TEMPLATE` copies files, which takes a second instead of all migrations."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self.creation = connection.creation
        self.name = self.creation._get_test_db_name()
        self.template = PREFIX + state()

    def start(self) -> bool:
        """Make the test database from the template; return whether there was one."""
        with self.creation._nodb_cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self.template])
            if cursor.fetchone() is None:
                return False
            cursor.execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{self.name}" TEMPLATE "{self.template}"')
        return True

    def keep(self) -> None:
        """Keep the freshly migrated test database as the template, in place of those of other states of the tree.

        It has its name from the moment it is whole: a copy that was cut off has another.
        """
        self.connection.close()
        draft = f"{self.template}_{os.getpid()}"
        with self.creation._nodb_cursor() as cursor:
            cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
            for (old,) in cursor.fetchall():
                cursor.execute(f'DROP DATABASE IF EXISTS "{old}"')
            cursor.execute(f'CREATE DATABASE "{draft}" TEMPLATE "{self.name}"')
            cursor.execute(f'ALTER DATABASE "{draft}" RENAME TO "{self.template}"')

    def drop(self) -> None:
        """Remove the test database that came from the template."""
        self.connection.close()
        with self.creation._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')
