"""What a start does to the data before anything is served. All of it may be repeated; a second time changes nothing."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.management import call_command, get_commands
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from cms.ops.upgrade import remake_admin_search, remake_documents
from cms.users.demo_login import ensure_curator
from cms.users.roles import settle_roles

Say = Callable[[str], object]


def prepare(say: Say, *, demo: bool) -> None:
    """Bring tables, catalogues and, for a demo, content and login up to date, in one process, with a line for each."""
    timed(say, "tables", migrate)
    timed(say, "catalogues", compile_catalogues)
    timed(say, "roles", lambda: f"{settle_roles()} settled")
    timed(say, "documents", lambda: remake_documents(Path(settings.DATA_DIR)))
    timed(say, "search of the admin", lambda: remake_admin_search(Path(settings.DATA_DIR)))
    if demo:
        timed(say, "demo content", load_demo)
        timed(say, "demo login", demo_login)


def timed(say: Say, what: str, work: Callable[[], str]) -> None:
    """Do one piece of work and say what came of it and how many seconds it took."""
    begun = time.monotonic()
    came = work()
    say(f"  {what}: {came} ({time.monotonic() - begun:.1f} s)")


def migrate() -> str:
    """Run the migrations that are missing."""
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        call_command("migrate", verbosity=0, interactive=False)
    return f"{len(missing)} migrations run" if missing else "up to date"


def compile_catalogues() -> str:
    """Compile the gettext catalogues whose translations changed."""
    if "compile_catalogues" not in get_commands():
        return "none in this build"
    call_command("compile_catalogues", verbosity=0)
    return "compiled"


def load_demo() -> str:
    """Load the demo content; the command itself leaves what is there."""
    if "load_demo" not in get_commands():
        return "none in this build"
    call_command("load_demo", verbosity=0)
    return "in place"


def demo_login() -> str:
    """Make the curator's account."""
    return "new password" if ensure_curator(Path(settings.DATA_DIR)) else "as before"
