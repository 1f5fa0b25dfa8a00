"""How many processes a stage has, as seen from outside: the limit of the system does not hold for the superuser, as whom
containers run.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


def processes_of(leader: int) -> int:
    """Return how many processes are in the session of `leader` or descend from it; 0 where the system does not tell."""
    parents: dict[int, int] = {}
    found: set[int] = set()
    with suppress(OSError):
        for name in os.listdir("/proc"):
            if name.isdigit():
                with suppress(OSError, ValueError, IndexError):  # it may have ended in the meantime
                    fields = Path("/proc", name, "stat").read_text("utf-8", "replace").rsplit(")", 1)[1].split()
                    parents[int(name)] = int(fields[1])
                    if int(fields[3]) == leader:
                        found.add(int(name))
    return len(found) + sum(1 for pid in parents if pid not in found and _descends(pid, leader, parents))


def _descends(pid: int, leader: int, parents: dict[int, int]) -> bool:
    for _ in range(len(parents)):
        pid = parents.get(pid, 0)
        if pid == leader:
            return True
        if pid <= 1:
            return False
    return False
