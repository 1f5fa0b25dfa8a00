"""A supervisor to be killed, and eyes for what is left of it."""

from __future__ import annotations

import http.client
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from cms.setup.processes import marked, wait_until

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Stand:
    """One data folder, its port, and the supervisors that were started on it."""

    data: Path
    port: int
    supervisors: list[subprocess.Popen[str]] = field(default_factory=list)

    def start(self, kind: str = "well") -> subprocess.Popen[str]:
        """Start a supervisor over the stand-ins; what it says goes to a file."""
        command = [sys.executable, "-m", "tests.crash.stand_in", str(self.data), str(self.port), kind]
        with self.said.open("a") as said:
            process = subprocess.Popen(command, cwd=ROOT, stdout=said, stderr=said, text=True, start_new_session=True)
        self.supervisors.append(process)
        return process

    @property
    def said(self) -> Path:
        return self.data.parent / "said.txt"

    def pid(self, name: str) -> int:
        """Return the pid that the supervisor wrote down; 0 when there is none."""
        path = self.data / "run" / f"{name}.pid"
        return int(path.read_text()) if path.exists() else 0

    def answer(self) -> int:
        """Return the pid of the web process that answers; 0 when none does."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=1)
        try:
            connection.request("GET", "/healthz/ready")
            return int(connection.getresponse().read())
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            connection.close()

    def left(self) -> set[int]:
        """Return the living processes of any run on this data, found by the marks in the pid files seen so far and by their port."""
        marks = set(
            re.findall(r'"mark": "([0-9a-f]+):', "".join(p.read_text() for p in self.data.glob("run/*.started")))
        )
        self.marks |= marks
        return {pid for mark in self.marks for pid in marked(mark)}

    marks: set[str] = field(default_factory=set)

    def serving(self, seconds: float = 10) -> bool:
        """Return whether all three children run and the web server answers within `seconds`."""
        return wait_until(lambda: self.answer() > 0 and self.pid("fast") > 0 and self.pid("media") > 0, seconds=seconds)


@pytest.fixture
def stand(tmp_path: Path) -> Iterator[Stand]:
    """Give a stand on a free port, and end whatever a failing test leaves."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    one = Stand(tmp_path / "var", port)
    yield one
    for pid in one.left():
        os.kill(pid, 9)
    for process in one.supervisors:
        process.kill()
        process.wait()
    for pid in one.left():
        os.kill(pid, 9)
