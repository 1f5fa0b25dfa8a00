"""The steps from a clone to a serving system, in the order in which they happen."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from cms.setup import environment, prepared, records
from cms.setup.children import children
from cms.setup.interpreter import demand_interpreter
from cms.setup.ports import answers, demand_free
from cms.setup.processes import dismiss
from cms.setup.speech import SetupError, say, step
from cms.setup.supervisor import Supervisor
from cms.setup.surroundings import Surroundings

LOGIN = "demo-login"
MOST_AT_ONCE = 1 << 16
SECONDS_BETWEEN_LOOKS = 0.2
SECONDS_TO_TIDY = 20.0


def serve(here: Surroundings) -> int:
    """Bring the system up and stay above it until it is asked to stop; return the exit code."""
    demand_interpreter()
    environment.greet(here)
    with records.ownership(here.run_folder):
        demand_free(here)
        environment.prepare(here, environment.SITE)
        build_front_end(here)
        prepare_data(here)
        say("- Starting web server and workers ...")
        return Supervisor(
            here, children(here), on_ready=lambda: announce(here), is_ready=lambda: answers(here, seconds=1.0)
        ).run()


def build_front_end(here: Surroundings) -> None:
    """Build scripts and styles; what was built from the same sources is kept."""
    python(here, "Building scripts and styles", "-m", "cms.frontend.build")


def prepare_data(here: Surroundings) -> None:
    """Bring database, catalogues and demo content up to date, unless they were for this very code."""
    if prepared.is_prepared(here):
        say("- Database, catalogues and content are as this code left them")
        return
    manage(here, "Preparing database, catalogues and content", "prepare")
    prepared.remember(here)


def compile_catalogues(here: Surroundings) -> None:
    """Compile the gettext catalogues that changed."""
    manage(here, "Compiling catalogues", "compile_catalogues")


def manage(here: Surroundings, what: str, *arguments: str) -> None:
    """Run a management command as a step of its own."""
    python(here, what, "manage.py", *arguments)


def python(here: Surroundings, what: str, *arguments: str) -> None:
    """Run the environment's Python as a step; raises SetupError when it fails."""
    with step(what):
        code = run(here, (str(here.python), *arguments))
    if code:
        raise SetupError(f"{what}: failed with exit code {code} (see above).")


def run(here: Surroundings, command: Sequence[str]) -> int:
    """Run a command in the project's folder with the children's environment; return its exit code."""
    return subprocess.run(command, cwd=here.root, env=dict(here.environment), check=False).returncode


@contextmanager
def beside(here: Surroundings, command: Sequence[str]) -> Iterator[Callable[[], int]]:
    """Run a command beside what the block does; it is interrupted when the block ends before it.

    Gives what to call for its exit code: that shows what it has said so far, and from then on what it says, until it ends.
    """
    with tempfile.TemporaryFile() as said:
        running = subprocess.Popen(command, cwd=here.root, env=dict(here.environment), stdout=said, stderr=said)

        def shown() -> int:
            told = 0
            while True:
                code = running.poll()
                told += show(os.pread(said.fileno(), MOST_AT_ONCE, told))
                if code is not None and told == os.fstat(said.fileno()).st_size:
                    return code
                if code is None:
                    time.sleep(SECONDS_BETWEEN_LOOKS)

        try:
            yield shown
        finally:
            dismiss(running, signal.SIGINT, grace=SECONDS_TO_TIDY)


def show(what: bytes) -> int:
    """Print bytes as they are, at once; return how many."""
    sys.stdout.flush()
    sys.stdout.buffer.write(what)
    sys.stdout.buffer.flush()
    return len(what)


def announce(here: Surroundings) -> None:
    """Print where the site is, where its admin is, and with what to log in."""
    say(f"Kakuzan is ready: {here.address}/")
    say(f"admin: {here.address}/admin/")
    login = here.data / LOGIN
    if here.profile == "run" and login.exists():
        say(login.read_text(encoding="utf-8").strip())
