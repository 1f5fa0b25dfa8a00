"""Whatever is killed comes back, and nothing is left over. With stand-ins for the children: the supervisor is the real one."""

from __future__ import annotations

import os
import signal
import sys
import time
from contextlib import suppress

import pytest

from cms.setup.processes import marked, started, wait_until
from tests.crash.conftest import Stand
from tests.processes import patience

pytestmark = [
    pytest.mark.crash,
    pytest.mark.skipif(sys.platform != "linux", reason="the marks of processes are read from /proc"),
]


@pytest.mark.parametrize("name", ["web", "fast", "media"])
def test_a_killed_child_is_back_within_two_seconds(stand: Stand, name: str) -> None:
    stand.start()
    assert stand.serving()
    before = stand.pid(name)
    os.kill(before, signal.SIGKILL)
    assert wait_until(
        lambda: stand.pid(name) not in (0, before) and started(stand.pid(name)) is not None, seconds=patience(2)
    )
    assert stand.serving()


def test_a_killed_web_server_leaves_no_worker_with_old_code(stand: Stand) -> None:
    stand.start()
    assert stand.serving()
    old = stand.left() - {stand.pid("fast"), stand.pid("media")}
    mark = next(iter(stand.marks))
    members = marked(f"{mark}:web")
    assert len(members) == 2, "the stand-in has a worker of its own"
    os.kill(stand.pid("web"), signal.SIGKILL)
    assert wait_until(lambda: not (members & marked(f"{mark}:web")), seconds=patience(2))
    assert wait_until(lambda: stand.answer() not in {0, *old}, seconds=patience(10))


def test_a_killed_media_worker_takes_its_mesh_stage_with_it(stand: Stand) -> None:
    stand.start()
    assert stand.serving()
    stand.left()
    mark = next(iter(stand.marks))
    assert wait_until(lambda: len(marked(f"{mark}:media")) == 2, seconds=patience(5))
    members = marked(f"{mark}:media")
    os.kill(stand.pid("media"), signal.SIGKILL)
    assert wait_until(lambda: not (members & marked(f"{mark}:media")), seconds=patience(2))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_orderly_stop_leaves_no_process_and_no_pid_file(stand: Stand, number: signal.Signals) -> None:
    supervisor = stand.start()
    assert stand.serving()
    assert stand.left()
    supervisor.send_signal(number)
    assert supervisor.wait(timeout=10) == 0
    assert stand.left() == set()
    assert list((stand.data / "run").glob("*.pid")) == []


def test_children_end_with_a_killed_supervisor_and_the_next_start_clears_up(stand: Stand) -> None:
    supervisor = stand.start()
    assert stand.serving()
    first = stand.left()
    supervisor.kill()
    supervisor.wait()
    assert wait_until(lambda: stand.answer() == 0, seconds=patience(2)), "the parent-death signal ends the web server"
    stand.start()
    assert stand.serving()
    assert first & stand.left() == set()


def test_supervisor_and_children_killed_together_leave_nothing_after_the_next_start(stand: Stand) -> None:
    supervisor = stand.start()
    assert stand.serving()
    first = stand.left()
    for pid in (supervisor.pid, stand.pid("web"), stand.pid("media")):
        with suppress(ProcessLookupError):  # the supervisor's end may have taken it along
            os.kill(pid, signal.SIGKILL)
    supervisor.wait()
    assert first & stand.left(), "the web server's worker and the mesh stage outlive them"
    stand.start()
    assert stand.serving()
    assert first & stand.left() == set()


def test_a_process_that_only_shares_the_number_is_left_alone(stand: Stand) -> None:
    folder = stand.data / "run"
    folder.mkdir(parents=True)
    bystander = os.getpid()
    (folder / "web.pid").write_text(f"{bystander}\n")
    (folder / "web.started").write_text(f'{{"pid": {bystander}, "started": "1", "mark": "0123456789abcdef:web"}}\n')
    stand.start()
    assert stand.serving()
    assert stand.pid("web") != bystander


def test_a_second_supervisor_on_the_same_data_is_refused(stand: Stand) -> None:
    stand.start()
    assert stand.serving()
    web = stand.pid("web")
    assert stand.start().wait(timeout=10) == 1
    assert "already runs" in stand.said.read_text()
    assert stand.answer() == web


def test_a_child_that_fails_by_itself_is_tried_ever_more_slowly_and_harms_no_other(stand: Stand) -> None:
    stand.start("broken")
    assert wait_until(lambda: stand.answer() > 0, seconds=patience(10))
    web = stand.answer()
    time.sleep(3)
    tries = stand.said.read_text().count("media ended (exit code 3)")
    assert 2 <= tries <= 6
    assert stand.answer() == web


@pytest.mark.full
def test_a_hundred_kills_at_any_moment(stand: Stand) -> None:
    stand.start()
    assert stand.serving()
    names = ("web", "fast", "media")
    for number in range(100):
        victim = stand.pid(names[number % 3])
        if victim:
            with suppress(ProcessLookupError):
                os.kill(victim, signal.SIGKILL)
        time.sleep(0.01 * (number % 17))
    assert stand.serving()
    mark = next(iter(stand.marks or {m for _ in [stand.left()] for m in stand.marks}))
    assert wait_until(
        lambda: len(marked(f"{mark}:web")) == 2 and len(marked(f"{mark}:media")) == 2, seconds=patience(5)
    )
