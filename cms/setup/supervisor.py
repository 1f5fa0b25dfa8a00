"""The process above all others: starts them, replaces what dies, leaves nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import time
import uuid
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from types import FrameType

from cms.setup import records
from cms.setup.children import Child
from cms.setup.ports import is_free
from cms.setup.processes import MARK, birth, end, marked, started
from cms.setup.speech import complain, say
from cms.setup.surroundings import Surroundings

PATIENCE = 10.0  # seconds after which children that are not urgent start although the site does not answer yet
SETTLED = 10.0  # seconds after which a child counts as well and its earlier failures are forgotten
FIRST_PAUSE, LONGEST_PAUSE, LONGEST_AFTER_KILL = 0.2, 30.0, 1.0


@dataclass(slots=True)
class Running:
    """A child and its present process."""

    child: Child
    process: subprocess.Popen[bytes] | None = None
    since: float = 0.0
    failures: int = 0
    due: float = 0.0
    waits: int = 0

    def pause(self, code: int) -> float:
        """Return how many seconds to wait before the next start after an end with `code`.

        One that was killed is back within a second. One that ends by itself has a reason that will hardly be gone so
        soon: its pauses double, up to half a minute.
        """
        longest = LONGEST_AFTER_KILL if code < 0 else LONGEST_PAUSE
        return min(FIRST_PAUSE * 2.0 ** (self.failures - 1), longest)


@dataclass(slots=True)
class Supervisor:
    """Runs `children` until a signal asks to stop.

    Call `run` from the main thread: Linux ties the parent-death signal to the thread that started a child. `on_ready`
    is called once, as soon as `is_ready()` holds.
    """

    here: Surroundings
    children: Iterable[Child]
    on_ready: Callable[[], None] = lambda: None
    is_ready: Callable[[], bool] = lambda: True
    mark: str = field(default_factory=lambda: uuid.uuid4().hex)
    stopping: bool = False
    running: list[Running] = field(default_factory=list)

    def run(self) -> int:
        """Start everything, stand above it, and return 0 after an orderly stop.

        The data folder must be ours (records.ownership).
        """
        self.listen()
        born = started(os.getpid()) or ""
        records.write(self.here.run_folder, records.Record("supervisor", os.getpid(), born, f"{self.mark}:supervisor"))
        self.running = [Running(child) for child in self.children]
        try:
            self.watch()
        finally:
            self.stop()
            records.forget(self.here.run_folder, "supervisor")
        return 0

    def listen(self) -> None:
        """Take SIGINT, SIGTERM and SIGHUP as the wish to stop."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.ask_to_stop)

    def ask_to_stop(self, number: int, frame: FrameType | None) -> None:
        """Remember the wish; the loop sees it within a tenth of a second."""
        self.stopping = True

    def watch(self) -> None:
        """Start what is due and look after what runs, ten times a second, until asked to stop."""
        announced, asked, begun = False, 0.0, time.monotonic()
        while not self.stopping:
            late = announced or time.monotonic() - begun > PATIENCE
            for one in self.running:
                if late or one.child.urgent:
                    self.look_after(one)
            if not announced and time.monotonic() - asked >= 0.25:
                announced, asked = self.is_ready(), time.monotonic()
                if announced:
                    self.on_ready()
            time.sleep(0.1)

    def look_after(self, one: Running) -> None:
        """Start the child when it is due; when its process has ended, clear up and set the next start."""
        now = time.monotonic()
        if one.process is None:
            if now >= one.due:
                self.start(one)
            return
        code = one.process.poll()
        if code is None:
            return
        self.clear(one)
        one.failures = 1 if now - one.since > SETTLED else one.failures + 1
        pause = one.pause(code)
        one.process, one.due = None, time.monotonic() + pause
        complain(f"{one.child.name} ended ({ending(code)}); it starts again in {pause:.1f} s")

    def start(self, one: Running) -> None:
        """Start the child in a session of its own, once its port is free, and write it down."""
        if one.child.port is not None and not is_free(self.here.host, one.child.port):
            one.waits += 1
            one.due = time.monotonic() + 0.1
            if one.waits == 30:
                complain(f"{one.child.name} waits: another program listens on port {one.child.port}")
            return
        one.waits = 0
        mark = f"{self.mark}:{one.child.name}"
        one.process = subprocess.Popen(
            one.child.command,
            cwd=self.here.root,
            env=dict(self.here.environment) | {MARK: mark},
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=birth(os.getpid(), nice=one.child.nice),  # noqa: PLW1509 - the supervisor has one thread
        )
        one.since = time.monotonic()
        born = started(one.process.pid) or ""
        records.write(self.here.run_folder, records.Record(one.child.name, one.process.pid, born, mark))

    def clear(self, one: Running) -> None:
        """End for good whatever the child's process has started, also what made a session of its own."""
        if one.process is not None:
            end(one.process.pid, lambda: marked(f"{self.mark}:{one.child.name}"), grace=0)
        records.forget(self.here.run_folder, one.child.name)

    def stop(self) -> None:
        """Ask all leaders to stop at the same time, wait for each as long as it may take, then end what is left."""
        say("Stopping ...")
        alive = [(one, one.process) for one in self.running if one.process is not None]
        begun = time.monotonic()
        for _, process in alive:
            process.terminate()
        for one, process in alive:
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=max(0.1, one.child.grace - (time.monotonic() - begun)))
            self.clear(one)
            process.wait()
            one.process = None
        say("Stopped.")


def ending(code: int) -> str:
    """Return an exit code in words."""
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
