"""Processes as the operating system knows them: who is who, how to end a group for good.

A pid alone says little, because the system hands it out again. Two things tell our processes from others: the time at
which a process started, and, on Linux, a mark in the environment that children and their children inherit.
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

MARK = "KAKUZAN_RUN"
PROC = Path("/proc")
PR_SET_PDEATHSIG = 1  # linux/prctl.h
START_TIME = 19  # field 22 of proc_pid_stat(5), counted after the command's closing bracket
STATE = 0


def started(pid: int) -> str | None:
    """Return when process `pid` started, as text to compare; None when there is no such process or it is a zombie."""
    if PROC.is_dir() and sys.platform == "linux":
        fields = stat_fields(pid)
        return None if not fields or fields[STATE] in "ZX" else fields[START_TIME]
    asked = subprocess.run(["ps", "-o", "stat=,lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)
    state, _, rest = asked.stdout.strip().partition(" ")
    return None if not state or state.startswith("Z") else rest.strip()


def stat_fields(pid: int) -> list[str]:
    """Return the fields of /proc/PID/stat behind the command name; empty when the process is gone."""
    try:
        text = (PROC / str(pid) / "stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return []
    return text.rpartition(")")[2].split()


def marked(mark: str) -> set[int]:
    """Return the living processes, other than this one, whose environment carries KAKUZAN_RUN beginning with `mark`.

    Linux only; elsewhere, and for processes of other users, there is nothing to read and the set is empty.
    """
    wanted = f"\0{MARK}={mark}".encode()
    found = set()
    for folder in PROC.glob("[0-9]*") if sys.platform == "linux" else ():
        with suppress(OSError):
            if wanted in b"\0" + (folder / "environ").read_bytes():
                found.add(int(folder.name))
    return found - {os.getpid()}


def group_lives(group: int) -> bool:
    """Return whether a process group has a member that is more than a zombie."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    if sys.platform != "linux":
        return True
    folders = PROC.glob("[0-9]*")
    return any(len(f := stat_fields(int(p.name))) > 2 and f[2] == str(group) and f[STATE] not in "ZX" for p in folders)


def end(group: int, others: Callable[[], Iterable[int]], *, grace: float) -> None:
    """End a process group and the `others` (asked again at each step): politely first, for good after `grace` seconds.

    Returns when none of them lives. With no grace they are killed at once.
    """
    if grace > 0:
        send(group, others(), signal.SIGTERM)
        wait_until(lambda: not group_lives(group) and not list(others()), seconds=grace)
    deadline = time.monotonic() + 5
    while (group_lives(group) or list(others())) and time.monotonic() < deadline:
        send(group, others(), signal.SIGKILL)
        time.sleep(0.02)


def send(group: int, pids: Iterable[int], number: signal.Signals) -> None:
    """Send a signal to a group and to single processes; those that have gone meanwhile do not matter."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(group, number)
    for pid in pids:
        with suppress(ProcessLookupError, PermissionError):
            os.kill(pid, number)


def dismiss(running: subprocess.Popen[bytes], number: signal.Signals, *, grace: float) -> None:
    """Ask one process by a signal to end, and end it for good after `grace` seconds; one that has ended already is only waited for."""
    if running.poll() is None:
        running.send_signal(number)
    try:
        running.wait(grace)
    except subprocess.TimeoutExpired:
        running.kill()
        running.wait()


def wait_until(holds: Callable[[], bool], *, seconds: float, pause: float = 0.05) -> bool:
    """Return True as soon as `holds()`, False when `seconds` have passed without it."""
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() >= deadline:
            return False
        time.sleep(pause)
    return True


def die_with_parent(number: signal.Signals = signal.SIGTERM) -> None:
    """Ask Linux to send this process a signal when its parent ends; elsewhere nothing happens."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(number), 0, 0, 0)


def birth(parent: int, *, nice: int = 0, number: signal.Signals = signal.SIGTERM) -> Callable[[], None]:
    """Return what a child does between fork and exec: die with its parent (by `number`), lower its claim on the processor.

    The library is loaded here, before the fork, because little is safe after it.
    """
    prctl = ctypes.CDLL(None).prctl if sys.platform == "linux" else None

    def before_exec() -> None:
        if prctl is not None:
            prctl(PR_SET_PDEATHSIG, int(number), 0, 0, 0)
            if os.getppid() != parent:  # the parent ended before prctl could be told of it
                os._exit(1)
        if nice:
            os.nice(nice)

    return before_exec
