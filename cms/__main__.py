"""`python3 -m cms COMMAND`: what the Makefile calls, with nothing but the standard library."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Callable, Sequence
from types import FrameType

COMMANDS = {
    "up": "install what is missing, prepare the data, serve until Ctrl-C",
    "test": "run the tests; further arguments go to pytest",
    "test-full": "run the tests with the long matrices",
    "check": "lint and test beside each other",
    "bench": "measure speed and memory against the budgets",
    "lint": "ruff, mypy, import-linter, missing migrations, catalogue drift",
    "format": "put the code into the one format",
    "search-node": "start Elasticsearch on this machine, fetched through Maven; arguments stand in docs/reference/commands.md",
    "venv": "make the virtual environment with everything that tests and lint need, nothing else",
}
EPILOG = """environment:
  HOST, PORT            where to listen (127.0.0.1, 8000)
  KAKUZAN_DATA          database, files, secret key (./var)
  KAKUZAN_PROFILE       run or production (run)
  KAKUZAN_PUBLIC_URL    the address that visitors use, where it differs from HOST and PORT
  KAKUZAN_VENV          the virtual environment (./.venv)
  DATABASE_URL          postgres://... or sqlite:///... (SQLite in KAKUZAN_DATA)
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 well, 1 not, 130 stopped by the person."""
    if sys.version_info < (3, 11):  # noqa: UP036 - told in words, before a newer syntax fails without any
        print(
            f"Kakuzan needs Python 3.11 or newer; this is {sys.version.split()[0]} ({sys.executable}).", file=sys.stderr
        )
        return 1
    from cms.setup.speech import SetupError, complain

    parser = argparse.ArgumentParser(
        prog="python3 -m cms", epilog=EPILOG, formatter_class=argparse.RawTextHelpFormatter
    )
    listing = "\n".join(f"{name:<11} {text}" for name, text in COMMANDS.items())
    parser.add_argument("command", choices=COMMANDS, metavar="COMMAND", help=listing)
    chosen, rest = parser.parse_known_args(argv)
    if rest and chosen.command not in {"test", "test-full", "bench", "search-node"}:
        parser.error(f"{chosen.command} takes no further arguments: {' '.join(rest)}")
    signal.signal(signal.SIGTERM, interrupt)
    try:
        return command(chosen.command, rest)()
    except SetupError as error:
        complain(str(error))
        return 1
    except KeyboardInterrupt:
        complain("Stopped.")
        return 130


def command(name: str, rest: Sequence[str]) -> Callable[[], int]:
    """Return what `name` does, ready to be called."""
    from cms.setup import checks, environment, interpreter, search_node, steps, surroundings

    interpreter.demand_interpreter()
    here = surroundings.read()

    def venv() -> int:
        environment.prepare(here, environment.TEST)
        return 0

    return {
        "up": lambda: steps.serve(here),
        "test": lambda: checks.test(here, rest, full=False),
        "test-full": lambda: checks.test(here, rest, full=True),
        "check": lambda: checks.check(here),
        "bench": lambda: checks.bench(here, rest),
        "lint": lambda: checks.lint(here),
        "search-node": lambda: search_node.search_node(rest),
        "format": lambda: checks.reformat(here),
        "venv": venv,
    }[name]


def interrupt(number: int, frame: FrameType | None) -> None:
    """Take SIGTERM during the set-up as Ctrl-C, so that a running step is ended too."""
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
