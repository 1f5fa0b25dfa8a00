"""Processes that a test started, as /proc shows them while they come and go."""

from __future__ import annotations

import os
from pathlib import Path

from cms.setup.processes import wait_until

__all__ = ["fields", "gone", "naming", "none_left", "others", "parents_of_all", "patience", "read", "wait_until"]
PROC = Path("/proc")


def patience(seconds: float) -> float:
    """Return how long a test waits for what takes at most `seconds` on two idle cores: twice, or more where others run."""
    return seconds * max(2.0, os.getloadavg()[0] / (os.cpu_count() or 1))


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
    return wait_until(lambda: not naming(mark), seconds=patience(seconds))
