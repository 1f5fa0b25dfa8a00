"""What the workers do, and how often. Rooms above add their own periodic work in `AppConfig.ready`."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.db import close_old_connections

logger = logging.getLogger("kakuzan.worker")


@dataclass(frozen=True, slots=True)
class Periodic:
    """Work that is done every `seconds`; it must be quick, repeatable and do nothing when nothing is due."""

    name: str
    seconds: float
    work: Callable[[], object]


LOOPS: Final[dict[str, list[Periodic]]] = {"fast": [], "media": [], "search": []}


def add_periodic(loop: str, periodic: Periodic) -> None:
    """Add work to a loop, once per name."""
    LOOPS[loop] = [known for known in LOOPS[loop] if known.name != periodic.name] + [periodic]


STOP_HOOKS: Final[list[Callable[[], object]]] = []


def add_stop_hook(hook: Callable[[], object]) -> None:
    """Have long work told that the worker is to end; called from a signal handler, so it may only set a flag."""
    STOP_HOOKS.append(hook)


def run(work: list[Periodic], *, stop: threading.Event, once: bool = False) -> None:
    """Do all work at its pace until `stop` is set. One piece that fails is logged and tried again at its next turn."""
    due = {periodic.name: 0.0 for periodic in work}
    while not stop.is_set():
        for periodic in work:
            if stop.is_set():
                break
            if time.monotonic() >= due[periodic.name]:
                _do(periodic)
                due[periodic.name] = time.monotonic() + periodic.seconds
        if once:
            return
        stop.wait(max(0.05, min([due[p.name] for p in work], default=1.0) - time.monotonic()))


def _do(periodic: Periodic) -> None:
    try:
        periodic.work()
    except Exception:
        logger.exception("periodic work failed", extra={"work": periodic.name})
        close_old_connections()
