"""What the supervisor writes down in `$KAKUZAN_DATA/run/`, so that its successor can clear up after a crash.

`NAME.pid` holds the process id and nothing else, for people and scripts; `NAME.started` beside it holds what tells
that process from a later one with the same number: its start time and the mark of its run.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from cms.setup.processes import end, marked, started
from cms.setup.speech import SetupError, say


@dataclass(frozen=True, slots=True)
class Record:
    """One process that a run started: its group has the number of its leader."""

    name: str
    pid: int
    started: str
    mark: str


def write(folder: Path, record: Record) -> None:
    """Write the two files of one process; the pid comes last, so that it never stands alone."""
    details = json.dumps({"pid": record.pid, "started": record.started, "mark": record.mark})
    for name, text in ((f"{record.name}.started", details), (f"{record.name}.pid", str(record.pid))):
        draft = folder / f".{name}"
        draft.write_text(text + "\n", encoding="ascii")
        draft.replace(folder / name)


def forget(folder: Path, name: str) -> None:
    """Remove the files of a process that has ended."""
    for suffix in ("pid", "started"):
        (folder / f"{name}.{suffix}").unlink(missing_ok=True)


def read_all(folder: Path) -> list[Record]:
    """Return what earlier runs wrote; a file that a crash cut off is passed over."""
    found = []
    for path in sorted(folder.glob("*.started")):
        try:
            kept = json.loads(path.read_text(encoding="ascii"))
            found.append(Record(path.stem, int(kept["pid"]), str(kept["started"]), str(kept["mark"])))
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return found


@contextmanager
def ownership(folder: Path) -> Iterator[None]:
    """Own the data whose pid files stand in `folder`, after clearing up what a crashed owner left.

    The system ends the ownership with this process, however that ends. Raises SetupError when another supervisor lives.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("a", encoding="ascii") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            owner = folder / "supervisor.pid"
            pid = owner.read_text(encoding="ascii").strip() if owner.exists() else "unknown"
            raise SetupError(
                f"Kakuzan already runs with the data in {folder.parent} (process {pid}). "
                "Stop it with Ctrl-C there, or choose other data with KAKUZAN_DATA."
            ) from None
        clear_up(folder)
        yield


def clear_up(folder: Path) -> None:
    """End what a crashed run left.

    A process is ours when the time at which it started is the one that was written down, or when it carries the mark
    of that run. Ours may be killed without grace: nobody stands above them any more, and the outbox and the leases
    take up what they were doing.
    """
    for record in read_all(folder):
        groups = {group_of(pid) for pid in marked(record.mark)}
        if started(record.pid) == record.started:
            groups.add(record.pid)
        if groups := groups - {0, os.getpgrp()}:
            say(f"- Ending what an earlier run left of {record.name!r} (process {record.pid})")
        for group in groups:
            end(group, lambda mark=record.mark: marked(mark), grace=0)  # type: ignore[misc]
        forget(folder, record.name)


def group_of(pid: int) -> int:
    """Return the process group of `pid`; 0 when it has ended meanwhile."""
    with suppress(ProcessLookupError):
        return os.getpgid(pid)
    return 0
