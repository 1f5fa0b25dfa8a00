"""A server of its own over a data folder, for tests that look at it from a browser."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def surroundings(data: Path, settings: str = "cms.settings.run") -> dict[str, str]:
    """Return the environment of commands and servers over a data folder, without what the tests' own one says."""
    environment = os.environ | {"KAKUZAN_DATA": str(data), "DJANGO_SETTINGS_MODULE": settings}
    for name in ("DATABASE_URL", "KAKUZAN_PUBLIC_URL", "KAKUZAN_CLOCK_OFFSET"):
        environment.pop(name, None)
    return environment


def manage(data: Path, *command: str) -> str:
    """Run a Python command over a data folder; return the last line it prints."""
    done = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=surroundings(data), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return next(iter(done.stdout.strip().splitlines()[-1:]), "")


def started(environment: dict[str, str], port: int, *, threads: int = 1) -> subprocess.Popen[bytes]:
    """Return a server that answers on `port`. Raises TimeoutError when it does not, and ends it."""
    server = subprocess.Popen(
        [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
         "--workers", "1", "--blocking-threads", str(threads), "--log-level", "warning", "cms.wsgi:application"],
        cwd=ROOT, env=environment, start_new_session=True,
    )  # fmt: skip
    try:
        wait_for(port)
    except BaseException:
        ended(server)
        raise
    return server


def ended(server: subprocess.Popen[bytes]) -> None:
    """End a server and wait until it has gone."""
    server.terminate()
    server.wait(timeout=20)


@contextmanager
def serving(data: Path, *, threads: int = 1) -> Iterator[str]:
    """Serve a data folder meanwhile; yield the origin."""
    port = free_port()
    server = started(surroundings(data), port, threads=threads)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        ended(server)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, seconds: float = 60) -> None:
    """Wait until the server answers; raise TimeoutError."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
            connection.request("GET", "/robots.txt")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(f"nothing answers on {port}")
