"""A supervisor to be killed, and eyes for what is left of it."""

from __future__ import annotations

import http.client
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from cms.setup.processes import marked, wait_until
from tests.database import start_from_template

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Stand:
    """One data folder, its port, and the supervisors that were started on it."""

    data: Path
    port: int
    module: str = "tests.crash.stand_in"
    supervisors: list[subprocess.Popen[str]] = field(default_factory=list)
    marks: set[str] = field(default_factory=set)

    @property
    def said(self) -> Path:
        return self.data.parent / "said.txt"

    def start(self, kind: str = "well") -> subprocess.Popen[str]:
        """Start a supervisor; what it says goes to a file."""
        command = [sys.executable, "-m", self.module, str(self.data), str(self.port), kind]
        with self.said.open("a") as said:
            process = subprocess.Popen(command, cwd=ROOT, stdout=said, stderr=said, text=True, start_new_session=True)
        self.supervisors.append(process)
        return process

    def pid(self, name: str) -> int:
        """Return the pid that the supervisor wrote down; 0 when there is none."""
        path = self.data / "run" / f"{name}.pid"
        try:
            return int(path.read_text())
        except FileNotFoundError:
            return 0

    def get(self, path: str) -> tuple[int, bytes]:
        """Return status and body of an address; (0, b"") when nobody answers within two seconds."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            return 0, b""
        finally:
            connection.close()

    def answer(self) -> int:
        """Return the pid of the stand-in's web process that answers; 0 when none does."""
        return int(self.get("/healthz/ready")[1] or 0)

    def left(self) -> set[int]:
        """Return the living processes of any run on this data, by the marks in the pid files seen so far."""
        kept = "".join(path.read_text() for path in self.data.glob("run/*.started"))
        self.marks |= set(re.findall(r'"mark": "([0-9a-f]+):', kept))
        return {pid for mark in self.marks for pid in marked(mark)}

    def serving(self, seconds: float = 10) -> bool:
        """Return whether all three children run and the web server answers within `seconds`."""
        return wait_until(
            lambda: self.get("/healthz/ready")[0] == 200 and self.pid("fast") > 0 and self.pid("media") > 0,
            seconds=seconds,
        )

    def clear(self) -> None:
        """End whatever a failing test leaves."""
        left = self.left()
        for process in self.supervisors:
            process.kill()
            process.wait()
        for pid in left | self.left():
            with suppress(ProcessLookupError):  # a child may follow its killed supervisor by itself
                os.kill(pid, 9)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def stand(tmp_path: Path) -> Iterator[Stand]:
    """Give a stand on a free port, with stand-ins for the system."""
    one = Stand(tmp_path / "var", free_port())
    yield one
    one.clear()


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    """Give the real system with one published place, serving."""
    data = tmp_path_factory.mktemp("system") / "var"
    one = Stand(data, free_port(), "tests.crash.system")
    data.mkdir()
    start_from_template(str(data / "kakuzan.sqlite3"))
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"KAKUZAN_DATA": str(data), "DJANGO_SETTINGS_MODULE": "cms.settings.run"}
    subprocess.run([sys.executable, "-m", "tests.crash.system", "fill"], cwd=ROOT, env=environment, check=True)
    one.start()
    yield one
    one.clear()
