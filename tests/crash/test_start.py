"""`python3 -m cms up` as a person types it, from an empty data folder to Ctrl-C."""

from __future__ import annotations

import os
import re
import signal
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from cms.setup import environment
from cms.setup.surroundings import read
from tests.crash.conftest import ROOT, free_port

pytestmark = [pytest.mark.crash, pytest.mark.full]


@pytest.mark.skipif(
    not environment.is_stamped(read({"KAKUZAN_VENV": sys.prefix}), environment.TEST),
    reason="runs in the environment that `make test-full` has made",
)
def test_a_start_says_where_the_site_is_and_a_stop_leaves_nothing(tmp_path: Path) -> None:
    port, data = free_port(), tmp_path / "var"
    given = {"PORT": str(port), "KAKUZAN_DATA": str(data), "KAKUZAN_VENV": sys.prefix, "KAKUZAN_PROFILE": "run"}
    variables = {name: value for name, value in os.environ.items() if not name.startswith(("KAKUZAN_", "DATABASE_URL"))}
    process = subprocess.Popen(
        [sys.executable, "-m", "cms", "up"], cwd=ROOT, env=variables | given, stdout=subprocess.PIPE, text=True
    )
    overdue = threading.Timer(600, process.kill)
    overdue.start()
    assert process.stdout is not None
    said: list[str] = []
    for line in process.stdout:
        said.append(line.rstrip())
        if line.startswith("curator: "):
            break
    pids = [int(path.read_text()) for path in (data / "run").glob("*.pid")]
    process.send_signal(signal.SIGINT)
    rest = process.stdout.read()
    overdue.cancel()
    assert process.wait(timeout=30) == 0
    assert said[-3:-1] == [f"Kakuzan is ready: http://127.0.0.1:{port}/", f"admin: http://127.0.0.1:{port}/admin/"]
    assert re.fullmatch(r"curator: curator / \S{12,}", said[-1])
    assert (data / "demo-login").read_text().strip() == said[-1]
    assert stat.S_IMODE((data / "demo-login").stat().st_mode) == 0o600
    assert rest.rstrip().endswith("Stopped.")
    assert process.pid in pids
    assert not list((data / "run").glob("*.pid"))
