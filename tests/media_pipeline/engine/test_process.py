"""A stage's process: what it may use, how it ends, what it leaves behind."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from pathlib import Path

import pytest

from media_pipeline.engine import process
from media_pipeline.engine.process import Task
from media_pipeline.errors import BadInput, Cancelled, StageFault
from media_pipeline.recipes import Limits

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
        "cwd": os.getcwd(), "home": os.environ["HOME"], "session": os.getsid(0) == os.getpid(), "secret": os.environ.get("KAKUZAN_SECRET_KEY"),
    }

def hoard(desk):
    return {"bytes": len(bytearray(12 << 30))}

def scribble(desk):
    with (desk.out / "big").open("wb") as file:
        for _ in range(64):
            file.write(bytes(1 << 20))
    return {}

def sleep(desk):
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    (desk.out.parent / "pids").write_text(f"{os.getpid()} {child.pid}")
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
    with socket.socket() as s:
        s.settimeout(2)
        s.connect(("192.0.2.1", 80))
    return {}
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

    def run(action: str, *, limits: Limits = LIMITS, cancel=lambda: False):
        folder = tmp_path / "stage"
        folder.mkdir(exist_ok=True)
        task = Task("inspect", {"action": action}, {}, folder)
        return process.run(task, limits=limits, tell=lambda share, note: notes.append((share, note)), cancel=cancel)

    run.notes = notes
    run.folder = tmp_path / "stage"
    return run


def gone(pid: int) -> bool:
    """Whether the process has ended (a zombie that init has not collected yet has ended too)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except FileNotFoundError:
        return True


def wait_until(condition, seconds: float = 5.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return condition()


def test_process_is_limited_and_knows_nothing_of_its_surroundings(stage, monkeypatch):
    monkeypatch.setenv("KAKUZAN_SECRET_KEY", "do not tell")
    found = stage("look")["values"]
    assert found["fsize"] == 16 << 20
    assert found["core"] == 0
    assert 0 < found["as"] < 8 << 30
    assert 0 < found["cpu"] <= 20 * (os.cpu_count() or 1)
    assert found["cwd"] == found["home"] == str(stage.folder / "tmp")
    assert found["session"]
    assert found["secret"] is None


def test_too_much_memory_is_a_fault_not_a_death(stage):
    with pytest.raises(StageFault, match="out of memory"):
        stage("hoard")


def test_file_larger_than_allowed_is_a_fault(stage):
    with pytest.raises(StageFault, match="OSError"):
        stage("scribble")


def test_time_out_ends_the_process_and_its_children(stage):
    with pytest.raises(StageFault, match="longer than it may"):
        stage("sleep", limits=replace(LIMITS, stage_seconds=2))
    pids = [int(pid) for pid in (stage.folder / "pids").read_text().split()]
    assert wait_until(lambda: all(gone(pid) for pid in pids))
    assert stage.notes == [(0.5, "asleep")]


def test_cancel_ends_the_process_at_once(stage):
    started = time.monotonic()
    with pytest.raises(Cancelled):
        stage("sleep", cancel=lambda: bool(stage.notes))
    assert time.monotonic() - started < 10
    assert wait_until(lambda: all(gone(int(pid)) for pid in (stage.folder / "pids").read_text().split()))


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
    with pytest.raises(StageFault, match=r"OSError|Network is unreachable"):
        stage("call_out")


def test_cost_is_reported(stage):
    found = stage("look")
    assert found["seconds"] > 0
    assert found["cpu_seconds"] > 0
    assert found["peak_rss_mb"] > 5
