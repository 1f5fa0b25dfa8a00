"""Who is who among processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from cms.setup import records
from cms.setup.processes import MARK, dismiss, end, group_lives, marked, started
from cms.setup.supervisor import Running


def sleeper(**environment: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", "import time; time.sleep(60)"],
        env=dict(os.environ) | environment,
        start_new_session=True,
    )


def test_a_process_keeps_its_start_time_and_an_ended_one_has_none() -> None:
    process = sleeper()
    assert started(process.pid) == started(process.pid) is not None
    process.kill()
    assert started(process.pid) is None or process.wait() is not None
    process.wait()
    assert started(process.pid) is None


@pytest.mark.skipif(sys.platform != "linux", reason="marks are read from /proc")
def test_only_processes_with_the_mark_are_found() -> None:
    ours, other = sleeper(**{MARK: "aa11:web"}), sleeper(**{MARK: "bb22:web"})
    try:
        assert marked("aa11") == {ours.pid}
        assert marked("aa11:media") == set()
    finally:
        for process in (ours, other):
            end(process.pid, set, grace=0)
            process.wait()
    assert not group_lives(ours.pid)


def test_the_pid_file_holds_the_number_alone_and_a_torn_record_is_passed_over(tmp_path: Path) -> None:
    records.write(tmp_path, records.Record("web", 4711, "98765", "aa11:web"))
    assert (tmp_path / "web.pid").read_text() == "4711\n"
    assert records.read_all(tmp_path) == [records.Record("web", 4711, "98765", "aa11:web")]
    (tmp_path / "web.started").write_text('{"pid": 47')
    assert records.read_all(tmp_path) == []


@pytest.mark.parametrize(
    ("code", "failures", "seconds"), [(-9, 1, 0.2), (-9, 9, 1.0), (1, 1, 0.2), (1, 4, 1.6), (1, 30, 30.0)]
)
def test_the_killed_come_back_within_a_second_and_the_failing_ever_later(
    code: int, failures: int, seconds: float
) -> None:
    assert Running(child=None, failures=failures).pause(code) == pytest.approx(seconds)  # type: ignore[arg-type]


def test_who_does_not_listen_to_a_signal_is_ended_for_good() -> None:
    deaf = "import signal, time; signal.signal(signal.SIGINT, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", deaf], stdout=subprocess.PIPE) as running:
        assert running.stdout is not None
        running.stdout.readline()
        dismiss(running, signal.SIGINT, grace=0.1)
        assert running.returncode == -signal.SIGKILL
        dismiss(running, signal.SIGINT, grace=0.1)
