"""Judges from npm, for tests alone: what they say of files we make. The packages and their sums are in the lock file."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from cms.frontend.build import FrontendBuildError, find_node

HERE = Path(__file__).parent
MODULES = HERE / "node_modules"
INSTALL_SECONDS, RUN_SECONDS = 300, 120


def node() -> str:
    """Return the Node to run, the packages installed; skips where there is none of them, fails on CI."""
    try:
        found, npm = find_node()
    except FrontendBuildError as error:
        lacking(str(error))
    lock = hashlib.sha256((HERE / "package-lock.json").read_bytes()).hexdigest()
    stamp = MODULES / ".lock.sha256"
    if not stamp.is_file() or stamp.read_text("ascii") != lock:
        done = subprocess.run(
            [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
            cwd=HERE, check=False, capture_output=True, text=True, timeout=INSTALL_SECONDS,
        )  # fmt: skip
        if done.returncode != 0:
            lacking(f"npm ci in tests/node stopped with {done.returncode}: {done.stderr.strip()[-400:]}")
        stamp.write_text(lock, "ascii")
    return found


def answer(script: str, *arguments: str | Path) -> Any:
    """Return what tests/node/`script` prints of `arguments`, as JSON."""
    done = subprocess.run(
        [node(), str(HERE / script), *map(str, arguments)],
        check=False, capture_output=True, text=True, timeout=RUN_SECONDS,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def lacking(reason: str) -> None:
    """Skip because the machine lacks something; on CI that is a failure."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)
