"""Everything pulled out at random moments while somebody publishes: afterwards nothing differs and nothing waits."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest

from cms.setup.processes import wait_until
from tests.crash.conftest import ROOT, Stand

pytestmark = [
    pytest.mark.crash,
    pytest.mark.full,
    pytest.mark.skipif(sys.platform != "linux", reason="the marks of processes are read from /proc"),
]

ROUNDS = int(os.environ.get("KAKUZAN_KILLS", "20"))
LONGEST_S = 1.5
"""So long the editor works before the next kill; the outbox is drained twice a second."""


def surroundings(system: Stand) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return kept | {"KAKUZAN_DATA": str(system.data), "DJANGO_SETTINGS_MODULE": "cms.settings.run"}


@pytest.fixture
def editor(system: Stand) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen([sys.executable, "-m", "tests.crash.writer"], cwd=ROOT, env=surroundings(system))
    yield process
    process.kill()
    process.wait()


def verified(system: Stand) -> tuple[int, int]:
    """Return how many documents differ and how many things wait."""
    said = subprocess.run(
        [sys.executable, "manage.py", "rebuild_documents", "--verify"],
        cwd=ROOT, env=surroundings(system), capture_output=True, text=True, check=False,
    ).stdout  # fmt: skip
    found = re.search(r"(\d+) documents, (\d+) differ, (\d+) pending", said)
    assert found is not None, said
    return int(found[2]), int(found[3])


def test_nothing_differs_after_kills_at_random_moments(system: Stand, editor: subprocess.Popen[bytes]) -> None:
    assert system.serving(seconds=60)
    chance = random.Random(1600)
    for _ in range(ROUNDS):
        time.sleep(chance.uniform(0.2, LONGEST_S))
        victim = chance.choice(["web", "fast", "media", "supervisor"])
        pid = system.supervisors[-1].pid if victim == "supervisor" else system.pid(victim)
        if pid:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if victim == "supervisor":
            system.supervisors[-1].wait()
            system.start()
        assert system.serving(seconds=60), f"nobody answers after {victim} was killed"
        assert editor.poll() is None, "the editor's own work failed"
    editor.kill()
    editor.wait()
    assert wait_until(lambda: verified(system) == (0, 0), seconds=90, pause=2)
