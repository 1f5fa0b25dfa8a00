"""The real web server and workers, killed at the worst moments."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import sys
import time
import uuid
from contextlib import closing, suppress

import pytest

from cms.setup.processes import marked, started, stat_fields, wait_until
from tests.crash.conftest import Stand
from tests.processes import patience

pytestmark = [
    pytest.mark.crash,
    pytest.mark.skipif(sys.platform != "linux", reason="the marks of processes are read from /proc"),
]

PLACE = "/api/v1/places?lang=ja"
BACK_WITHIN = 10.0  # seconds, contract 4
PAGE = os.sysconf("SC_PAGE_SIZE")
RSS_LIMIT = 250 * 2**20


def answers(system: Stand) -> bool:
    status, body = system.get(PLACE)
    return status == 200 and json.loads(body)["results"][0]["name"] == "津山城"


def web_processes(system: Stand) -> set[int]:
    system.left()
    return {pid for mark in system.marks for pid in marked(f"{mark}:web")}


def workers(system: Stand) -> set[int]:
    """Return granian's workers: what its main process started and still has."""
    main = system.pid("web")
    return {pid for pid in web_processes(system) if (fields := stat_fields(pid)) and fields[1] == str(main)}


@pytest.fixture(autouse=True)
def _serving(system: Stand) -> None:
    """Begin each test with a system that serves."""
    if all(process.poll() is not None for process in system.supervisors):
        system.start()
    assert system.serving(seconds=patience(30)), system.said.read_text()


def test_a_killed_web_server_leaves_nobody_with_old_code_and_answers_again(system: Stand) -> None:
    old = web_processes(system)
    assert len(old) >= 3, "a main process and two workers"
    os.kill(system.pid("web"), signal.SIGKILL)
    assert wait_until(lambda: not (old & web_processes(system)), seconds=patience(2))
    assert wait_until(lambda: answers(system), seconds=patience(BACK_WITHIN))


def test_a_killed_worker_of_the_web_server_is_replaced_while_the_other_answers(system: Stand) -> None:
    assert wait_until(lambda: len(workers(system)) >= 2, seconds=patience(5))
    victim = min(workers(system))
    main = system.pid("web")
    os.kill(victim, signal.SIGKILL)
    assert wait_until(lambda: len(workers(system) - {victim}) >= 2, seconds=patience(BACK_WITHIN))
    assert wait_until(lambda: answers(system), seconds=patience(BACK_WITHIN))
    assert system.pid("web") == main


def test_workers_of_the_web_server_stay_small(system: Stand) -> None:
    for _ in range(200):
        assert answers(system)
    sizes = [int(stat_fields(pid)[21]) * PAGE for pid in web_processes(system)]
    assert max(sizes) < RSS_LIMIT


@pytest.mark.parametrize("name", ["fast", "media"])
def test_a_killed_worker_is_back_within_two_seconds(system: Stand, name: str) -> None:
    old = system.pid(name)
    os.kill(old, signal.SIGKILL)
    assert wait_until(
        lambda: system.pid(name) not in (0, old) and started(system.pid(name)) is not None, seconds=patience(2)
    )
    assert answers(system)


def test_what_a_killed_worker_had_leased_is_taken_up_again(system: Stand) -> None:
    database = system.data / "kakuzan.sqlite3"
    now = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime())
    soon = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(time.time() + 5))
    with closing(sqlite3.connect(database, timeout=20)) as connection, connection:
        (thing,) = connection.execute("SELECT uuid FROM cms_publishing_publishedthing").fetchone()
        connection.execute(
            "INSERT INTO cms_publishing_outbox (uuid, reason, created, not_before, lease_until, attempts, error)"
            " VALUES (?, 'crash test', ?, ?, ?, 1, '')",
            (uuid.UUID(thing).hex, now, now, soon),
        )
    os.kill(system.pid("fast"), signal.SIGKILL)

    def drained() -> bool:
        with closing(sqlite3.connect(database, timeout=20)) as connection:
            return connection.execute("SELECT count(*) FROM cms_publishing_outbox").fetchone() == (0,)

    assert wait_until(drained, seconds=patience(30), pause=0.5)


def test_everything_killed_at_once_leaves_nothing_after_the_next_start(system: Stand) -> None:
    first = system.left()
    victims = [system.supervisors[-1].pid, system.pid("web"), system.pid("fast"), system.pid("media")]
    for pid in victims:
        with suppress(ProcessLookupError):  # a child may follow its killed supervisor by itself
            os.kill(pid, signal.SIGKILL)
    system.supervisors[-1].wait()
    system.start()
    # what the killed web server left behind still answers until the new supervisor has ended it
    assert wait_until(lambda: not first & system.left(), seconds=patience(BACK_WITHIN))
    assert wait_until(lambda: answers(system), seconds=patience(BACK_WITHIN))


def test_ctrl_c_leaves_no_process(system: Stand) -> None:
    assert system.left()
    system.supervisors[-1].send_signal(signal.SIGINT)
    assert system.supervisors[-1].wait(timeout=20) == 0
    assert system.left() == set()
    assert system.get("/healthz/live")[0] == 0
    assert not list((system.data / "run").glob("*.pid"))
