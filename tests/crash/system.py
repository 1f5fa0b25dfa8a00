"""The real system under its real supervisor: `python -m tests.crash.system FOLDER PORT`, on data that `fill` has made.

It starts where `make run` stands after installing and preparing, with the Python that runs the tests.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from cms.setup import ports, records, speech, surroundings
from cms.setup.children import children
from cms.setup.supervisor import Supervisor


def surroundings_of(folder: str, port: str) -> surroundings.Surroundings:
    """Return the surroundings of a demo in `folder`, with this very Python."""
    given = {
        "KAKUZAN_DATA": folder,
        "PORT": port,
        "HOST": "127.0.0.1",
        "KAKUZAN_VENV": sys.prefix,
        "KAKUZAN_PROFILE": "run",
    }
    return surroundings.read({name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | given)


def fill() -> None:
    """Make tables and one published place in the data folder of the environment."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from tests.factories import place

    place()


def main(folder: str, port: str, kind: str = "") -> int:
    """Supervise the web server and both workers until told to stop."""
    here = surroundings_of(folder, port)
    with records.ownership(Path(folder) / "run"):
        ready = lambda: ports.answers(here, seconds=1)  # noqa: E731
        return Supervisor(here, children(here), is_ready=ready, on_ready=lambda: speech.say("ready")).run()


if __name__ == "__main__":
    fill() if sys.argv[1:] == ["fill"] else sys.exit(main(*sys.argv[1:]))
