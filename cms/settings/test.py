"""Tests: a SQLite *file* in WAL, so that locks and on_commit behave as in production."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

os.environ.setdefault("KAKUZAN_DATA", tempfile.mkdtemp(prefix="kakuzan-test-"))

from cms.settings.base import *  # noqa: F403
from cms.settings.base import DATABASES

PROFILE = "test"
SECRET_KEY = "tests-only"  # noqa: S105
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(Path(os.environ["KAKUZAN_DATA"]) / "test.sqlite3")}
# Tests that need a cluster name it themselves; SEARCH_URL only spares them starting one.
SEARCH_CLUSTER = None
SEARCH_MISSES = False
