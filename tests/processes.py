"""Processes that a test started, as /proc shows them while they come and go."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

PROC = Path("/proc")


def wait_until(condition: Callable[[], bool], *, seconds: float = 5.0) -> bool:
    """Return whether `condition` came true within `seconds`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return condition()


def read(pid: int, name: str) -> bytes:
    """Return /proc/PID/NAME; nothing when the process ends before or while it is read (ENOENT or ESRCH)."""
    try:
        return (PROC / str(pid) / name).read_bytes()
    except OSError:
        return b""


def fields(pid: int) -> list[bytes]:
    """Return the fields of /proc/PID/stat behind the command name; none when there is no such process."""
    return read(pid, "stat").rpartition(b")")[2].split()


def gone(pid: int) -> bool:
    """Return whether a process has ended (a zombie that init has not collected yet has ended too)."""
    found = fields(pid)
    return not found or found[0] in (b"Z", b"X")


def others() -> list[int]:
    """Return the processes there are, without this one."""
    return [int(name) for name in os.listdir(PROC) if name.isdigit() and int(name) != os.getpid()]


def parents_of_all() -> dict[int, int]:
    """Return the parent of each living process other than this one."""
    found = {pid: fields(pid) for pid in others()}
    return {pid: int(row[1]) for pid, row in found.items() if row and row[0] not in (b"Z", b"X")}


def naming(mark: str) -> list[int]:
    """Return the living processes, other than this one, whose command line names `mark`."""
    return [pid for pid in others() if mark.encode() in read(pid, "cmdline") and not gone(pid)]


def none_left(mark: str, *, seconds: float = 5.0) -> bool:
    """Return whether within `seconds` no process is left whose command line names `mark`."""
    return wait_until(lambda: not naming(mark), seconds=seconds)
