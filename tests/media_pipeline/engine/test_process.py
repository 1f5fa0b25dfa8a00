"""A stage's process: what it may use, how it ends, what it leaves behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from media_pipeline.engine import process
from media_pipeline.engine.process import Task
from media_pipeline.errors import BadInput, Cancelled, StageFault
from media_pipeline.recipes import Limits
from tests.processes import gone, none_left, patience, wait_until

LIMITS = Limits(memory_mb=1024, file_mb=16, stage_seconds=20)

STAGE = """
import os, resource, socket, subprocess, sys, time
from pathlib import Path

def run(desk):
    action = desk.params["action"]
    return globals()[action](desk)

def look(desk):
    return {
        "as": resource.getrlimit(resource.RLIMIT_AS)[0], "fsize": resource.getrlimit(resource.RLIMIT_FSIZE)[0],
        "core": resource.getrlimit(resource.RLIMIT_CORE)[0], "cpu": resource.getrlimit(resource.RLIMIT_CPU)[0],
        "cwd": os.getcwd(), "home": os.environ["HOME"], "session": session(), "secret": os.environ.get("KAKUZAN_SECRET_KEY"),
    }

def session():
    return Path("/proc/self/stat").read_text().rsplit(")", 1)[1].split()[3]

def hoard(desk):
    return {"bytes": len(bytearray(12 << 30))}

def scribble(desk):
    with (desk.out / "big").open("wb") as file:
        for _ in range(64):
            file.write(bytes(1 << 20))
    return {}

def spill(desk):
    for number in range(2000):
        (desk.temporary / str(number)).write_bytes(bytes(1 << 20))
        time.sleep(0.02)
    return {}

def sleep(desk):
    tell = "import os, time; print(os.readlink('/proc/self'), flush=True); time.sleep(60)"
    child = subprocess.Popen([sys.executable, "-c", tell], stdout=subprocess.PIPE, start_new_session=True)
    (desk.out.parent / "pids").write_text(f"{os.readlink('/proc/self')} {child.stdout.readline().decode()}")
    desk.tell(0.5, "asleep")
    time.sleep(60)

def crash(desk):
    os.abort()

def refuse(desk):
    from media_pipeline.errors import BadInput
    raise BadInput("keep.obj", "line 7", "names vertex 9, the file holds 8")

def lack(desk):
    raise ImportError("libusb-1.0.so.0: cannot open shared object file: No such file or directory")

def stumble(desk):
    raise KeyError("oops")

def call_out(desk):
    with socket.create_connection(("127.0.0.1", desk.params["port"]), timeout=2):
        return {}

def nibble(desk):
    kept = []
    while True:
        kept.append(bytearray(1 << 20))

def multiply(desk):
    os.setsid()
    while True:
        try:
            if os.fork() == 0:
                os.setsid()
                time.sleep(60)
        except OSError:
            raise BlockingIOError("no more processes")

def spin(desk):
    while True:
        pass

def peep(desk):
    return {"alone": os.getpid() < 10, "others": [pid for pid in range(3, 50) if can_signal(pid)]}

def can_signal(pid):
    try:
        os.kill(pid, 0)
        return True
    except OSError:
        return False
"""


@pytest.fixture
def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Return a function that runs an action of STAGE in a stage process."""
    package = Path(process.PACKAGE_PARENT)
    overlay = tmp_path / "overlay"
    overlay.mkdir()
    (overlay / "sitecustomize.py").write_text(
        "import sys, types, importlib.util as u\n"
        f"s = u.spec_from_file_location('media_pipeline.stages.inspect', {str(overlay / 'probe.py')!r})\n"
        "m = u.module_from_spec(s)\n"
        "s.loader.exec_module(m)\n"
        "sys.modules['media_pipeline.stages.inspect'] = m\n"
    )
    (overlay / "probe.py").write_text(STAGE)
    monkeypatch.setattr(process, "PACKAGE_PARENT", f"{overlay}{os.pathsep}{package}")
    notes: list[tuple[float, str]] = []

    def run(action: str, *, limits: Limits = LIMITS, cancel=lambda: False, **params):
        folder = tmp_path / "stage"
        folder.mkdir(exist_ok=True)
        task = Task("inspect", {"action": action, **params}, {}, folder)
        return process.run(task, limits=limits, tell=lambda share, note: notes.append((share, note)), cancel=cancel)

    run.notes = notes
    run.folder = tmp_path / "stage"
    return run


def session() -> str:
    """Return this process's session as /proc numbers it: os.getsid says 0 of a leader outside the namespace."""
    return Path("/proc/self/stat").read_text().rsplit(")", 1)[1].split()[3]


def test_process_is_limited_and_knows_nothing_of_its_surroundings(stage, monkeypatch):
    monkeypatch.setenv("KAKUZAN_SECRET_KEY", "do not tell")
    found = stage("look")["values"]
    assert found["fsize"] == 16 << 20
    assert found["core"] == 0
    assert 0 < found["as"] < 8 << 30
    assert 0 < found["cpu"] <= 20 * (os.cpu_count() or 1)
    assert found["cwd"] == found["home"] == str(stage.folder / "tmp")
    assert found["session"] != session()
    assert found["secret"] is None


def test_too_much_memory_is_a_fault_not_a_death(stage):
    with pytest.raises(StageFault, match="out of memory"):
        stage("hoard")


def test_file_larger_than_allowed_is_a_fault(stage):
    with pytest.raises(StageFault, match="OSError"):
        stage("scribble")


def test_time_out_ends_the_process_and_its_children(stage):
    with pytest.raises(StageFault, match="longer than it may"):
        stage("sleep", limits=replace(LIMITS, stage_seconds=4))
    pids = [int(pid) for pid in (stage.folder / "pids").read_text().split()]
    assert wait_until(lambda: all(gone(pid) for pid in pids), seconds=patience(5))
    assert stage.notes == [(0.5, "asleep")]


def test_cancel_ends_the_process_at_once(stage):
    started = time.monotonic()
    with pytest.raises(Cancelled):
        stage("sleep", cancel=lambda: bool(stage.notes))
    assert time.monotonic() - started < patience(10)
    assert wait_until(
        lambda: all(gone(int(pid)) for pid in (stage.folder / "pids").read_text().split()), seconds=patience(5)
    )


def test_crash_is_a_fault_with_its_signal(stage):
    with pytest.raises(StageFault, match="SIGABRT"):
        stage("crash")


def test_bad_input_comes_back_as_it_was_raised(stage):
    with pytest.raises(BadInput) as caught:
        stage("refuse")
    assert (caught.value.file, caught.value.place) == ("keep.obj", "line 7")


def test_missing_system_library_is_named_with_its_package(stage):
    with pytest.raises(StageFault, match=r"install .*libusb-1\.0-0"):
        stage("lack")


def test_unexpected_error_is_a_fault_with_its_name(stage):
    with pytest.raises(StageFault, match="KeyError"):
        stage("stumble")


def test_network_is_out_of_reach_where_namespaces_allow(stage):
    if not stage("look")["offline"]:
        pytest.skip("this system does not allow user namespaces")
    with socket.create_server(("127.0.0.1", 0)) as server:
        with pytest.raises(StageFault, match=r"OSError|Network is unreachable"):
            stage("call_out", port=server.getsockname()[1])
        server.settimeout(0.1)
        with pytest.raises(TimeoutError):
            server.accept()


def test_memory_taken_bit_by_bit_ends_as_a_fault(stage):
    with pytest.raises(StageFault, match="out of memory"):
        stage("nibble", limits=replace(LIMITS, memory_mb=64, stage_seconds=120))


def test_stage_that_writes_many_files_is_stopped_by_their_sum(stage):
    with pytest.raises(StageFault, match="inspect wrote more than 24 MB"):
        stage("spill", limits=replace(LIMITS, written_mb=24))
    assert process.written(stage.folder) < 200 << 20


def test_holes_in_files_are_not_counted(tmp_path):
    with (tmp_path / "sparse").open("wb") as file:
        file.truncate(1 << 30)
    (tmp_path / "full").write_bytes(bytes(1 << 20))
    assert 1 << 20 <= process.written(tmp_path) < 2 << 20


def test_stage_that_multiplies_is_stopped_with_all_it_started(stage):
    with pytest.raises(StageFault, match=r"more than 64 processes|no more processes"):
        stage("multiply")
    assert none_left(str(stage.folder / "task.json"))


def test_other_processes_are_out_of_sight_where_namespaces_allow(stage):
    found = stage("peep")
    if not found["offline"]:
        pytest.skip("this system does not allow user namespaces")
    assert found["values"] == {"alone": True, "others": []}


def test_busy_loop_ends_by_the_clock(stage):
    with pytest.raises(StageFault, match="longer than it may"):
        stage("spin", limits=replace(LIMITS, stage_seconds=4))


def test_processor_time_has_an_end_of_its_own():
    code = (
        "import os; from media_pipeline.engine.limits import confine\n"
        "confine(memory_mb=512, file_mb=1, cpu_seconds=1, parent=os.getppid())\n"
        "while True: pass"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=process.PACKAGE_PARENT, check=False)
    assert done.returncode == -signal.SIGXCPU


@pytest.mark.parametrize(("action", "rule"), [("crash", "SIGABRT"), ("spin", "longer than it may")])
def test_crash_and_time_out_of_reading_are_the_files(stage, tmp_path, monkeypatch, action, rule):
    monkeypatch.setattr(process, "UNTRUSTED", frozenset({"inspect"}))
    monkeypatch.setattr(process, "READ_SECONDS", 2)
    with pytest.raises(BadInput, match=rf"^keep\.obj: reading it .*{rule}"):
        stage(action, input=str(tmp_path / "keep.obj"))


def test_time_for_reading_grows_with_what_there_is_to_read(tmp_path):
    (tmp_path / "keep.obj").touch()
    task = Task("read", {}, {"intake": str(tmp_path)}, tmp_path)
    assert process._seconds(task, Limits()) == process.READ_SECONDS
    os.truncate(tmp_path / "keep.obj", 400 << 20)
    assert process._seconds(task, Limits()) == process.READ_SECONDS + 100
    assert process._seconds(task, Limits(stage_seconds=30)) == 30
    assert process._seconds(replace(task, stage="bake"), Limits()) == Limits().stage_seconds


def test_cost_is_reported(stage):
    found = stage("look")
    assert found["seconds"] > 0
    assert found["cpu_seconds"] > 0
    assert found["peak_rss_mb"] > 5
