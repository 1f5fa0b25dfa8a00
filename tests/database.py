"""A migrated SQLite file, kept between runs, so that a test run starts in seconds. Made anew when any migration or requirement changes."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FLOORS = ("cms", "museum", "tours", "media_pipeline", "api")


def template() -> Path:
    """Return where the template for this state of the tree lies; its name is a digest of what shapes the database."""
    digest = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    for floor in FLOORS:
        for path in sorted((ROOT / floor).rglob("migrations/*.py")):
            digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    digest.update((ROOT / "cms/search/fts5.py").read_bytes() + (ROOT / "cms/settings/base.py").read_bytes())
    digest.update((ROOT / "cms/search/tokens/index.py").read_bytes() + (ROOT / "cms/languages/table.py").read_bytes())
    return Path(tempfile.gettempdir()) / f"kakuzan-test-template-{os.getuid()}-{digest.hexdigest()[:16]}.sqlite3"


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
