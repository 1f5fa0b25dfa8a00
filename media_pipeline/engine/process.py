"""Starting a stage's process, listening to its progress, ending it on time."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from media_pipeline.engine.child import EXIT_BAD_INPUT, EXIT_FAULT
from media_pipeline.engine.crowd import processes_of
from media_pipeline.engine.limits import PROCESSES
from media_pipeline.errors import BadInput, Cancelled, StageFault
from media_pipeline.recipes import Limits

POLL_SECONDS = 0.04
COUNT_SECONDS = 0.5
UNTRUSTED = frozenset({"intake", "read", "pyramid"})
"""The stages that see files as strangers sent them: a crash or a time-out there is the file's."""

READ_SECONDS, READ_MB_A_SECOND = 45, 4
UNPACKING = frozenset({"pyramid"})
"""Their time goes with what a file unpacks to, which its size does not tell."""

CRASHES = frozenset({signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS, signal.SIGFPE, signal.SIGILL, signal.SIGXCPU})
PACKAGE_PARENT = Path(__file__).resolve().parents[2]

Tell = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class Task:
    """What a stage process is told: the stage, its parameters, the folders of the results it reads and the folder it
    may write.
    """

    stage: str
    params: dict[str, Any]
    inputs: dict[str, str]
    folder: Path


def run(task: Task, *, limits: Limits, tell: Tell, cancel: Callable[[], bool]) -> dict[str, Any]:
    """Run `task` in a process of its own and return what its function returned, with `seconds`, `cpu_seconds` and
    `peak_rss_mb` beside it.

    Raises BadInput or StageFault as the stage did, StageFault when it was killed, took too long or started too many
    processes, Cancelled when `cancel()` turned true. A crash or a time-out of intake or reading is BadInput: what they
    look at is all that a stranger decides.
    """
    for name in ("files", "tmp"):
        (task.folder / name).mkdir(exist_ok=True)
    started, seconds = time.monotonic(), _seconds(task, limits)
    process = _start(task, limits, seconds)
    last = _Last(tell, Path(str(task.params.get("input", ""))).name)
    try:
        code, used = _wait(process, task, started + seconds, limits.written_mb, last.tell, cancel)
        result = _result(task, code)
    except _Stopped as stop:
        if task.stage in UNTRUSTED and stop.by_file:
            raise BadInput(last.note or task.stage, "", f"reading it {stop}") from None
        raise StageFault(f"{task.stage} {stop}") from None
    finally:
        _kill(process)
    return {**result, **used, "seconds": round(time.monotonic() - started, 2)}


class _Stopped(Exception):
    """The stage ended without an answer. `by_file`: as hostile files bring about."""

    def __init__(self, text: str, *, by_file: bool = True) -> None:
        super().__init__(text)
        self.by_file = by_file


class _Last:
    """Passes progress on and remembers the last note, which is the file that is being read."""

    def __init__(self, tell: Tell, note: str) -> None:
        self._tell, self.note = tell, note

    def tell(self, share: float, note: str) -> None:
        self.note = note or self.note
        self._tell(share, note)


def _seconds(task: Task, limits: Limits) -> int:
    """Return how long `task` may take: reading has a time that grows with what there is to read."""
    if task.stage not in UNTRUSTED or task.stage in UNPACKING:
        return limits.stage_seconds
    root = Path(task.inputs.get("intake", task.params.get("input", "")))
    files = [root] if root.is_file() else [path for path in root.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files[:100_000])
    return min(limits.stage_seconds, READ_SECONDS + (size >> 20) // READ_MB_A_SECOND)


def _start(task: Task, limits: Limits, seconds: int) -> subprocess.Popen[bytes]:
    row = asdict(task) | {
        "folder": str(task.folder),
        "limits": {
            "memory_mb": limits.memory_mb,
            "file_mb": limits.file_mb,
            "cpu_seconds": seconds * (os.cpu_count() or 1),
            "parent": os.getpid(),
        },
    }
    task_file = task.folder / "task.json"
    task_file.write_text(json.dumps(row), "utf-8")
    temporary = str(task.folder / "tmp")
    environment = {
        "PYTHONPATH": str(PACKAGE_PARENT),
        "PATH": os.environ.get("PATH", ""),
        "HOME": temporary,
        "TMPDIR": temporary,
    }
    environment |= {
        name: os.environ[name] for name in ("LD_LIBRARY_PATH", "COVERAGE_PROCESS_START") if name in os.environ
    }
    with (task.folder / "stderr.txt").open("wb") as errors:
        return subprocess.Popen(
            [sys.executable, "-P", "-s", "-m", "media_pipeline.engine.child", str(task_file)],
            cwd=temporary, env=environment, stdin=subprocess.DEVNULL, stdout=errors, stderr=errors, start_new_session=True,
        )  # fmt: skip


def _wait(
    process: subprocess.Popen[bytes], task: Task, deadline: float, most: int, tell: Tell, cancel: Callable[[], bool]
) -> tuple[int, dict[str, Any]]:
    heard, counted = 0, time.monotonic()
    while True:
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        heard = _listen(task.folder / "progress.jsonl", heard, tell)
        if pid:
            process.returncode = os.waitstatus_to_exitcode(status)
            return process.returncode, {
                "cpu_seconds": round(usage.ru_utime + usage.ru_stime, 2),
                "peak_rss_mb": usage.ru_maxrss // 1024,
            }
        if cancel():
            raise Cancelled(f"cancelled during {task.stage}")
        if time.monotonic() > deadline:
            raise _Stopped("took longer than it may")
        if time.monotonic() - counted > COUNT_SECONDS:
            counted = time.monotonic()
            if processes_of(process.pid) > PROCESSES:
                raise _Stopped(f"started more than {PROCESSES} processes")
            if written(task.folder) > most << 20:
                raise _Stopped(f"wrote more than {most} MB")
        time.sleep(POLL_SECONDS)


def written(folder: Path) -> int:
    """Return the bytes on the disk of everything below `folder`; holes in files take no space and do not count."""
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):  # it may be gone in the meantime
                total += os.lstat(os.path.join(place, name)).st_blocks * 512
    return total


def _listen(path: Path, heard: int, tell: Tell) -> int:
    """Pass on the progress lines after byte `heard` and return where they end; a half-written line waits for its rest."""
    with suppress(FileNotFoundError), path.open("rb") as file:
        file.seek(heard)
        new = file.read()
        end = new.rfind(b"\n") + 1
        for line in new[:end].splitlines():
            row = json.loads(line)
            tell(row["share"], row["note"])
        return heard + end
    return heard


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End the process's whole session, grandchildren included, and collect it."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    if process.returncode is None:
        process.wait()


def _result(task: Task, code: int) -> dict[str, Any]:
    if code == 0:
        result: dict[str, Any] = json.loads((task.folder / "result.json").read_text("utf-8"))
        return result
    if code in (EXIT_BAD_INPUT, EXIT_FAULT):
        row = json.loads((task.folder / "error.json").read_text("utf-8"))
        if row["kind"] == "bad_input":
            raise BadInput(row["file"], row["place"], row["rule"])
        raise StageFault(f"{task.stage}: {row['text']}")
    if code < 0:
        number = signal.Signals(-code)
        raise _Stopped(f"was killed by {number.name}", by_file=number in CRASHES)
    last = (task.folder / "stderr.txt").read_text("utf-8", "replace").strip().splitlines()[-1:]
    raise StageFault(f"{task.stage} ended with exit code {code}: {' '.join(last)[:300]}")
