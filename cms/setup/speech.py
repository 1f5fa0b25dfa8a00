"""How the set-up talks: one line per step with the time it took, and one clear line when it cannot go on."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


class SetupError(Exception):
    """The start cannot go on; the message says what is wrong and what the person can do."""


def say(line: str) -> None:
    """Print one line at once, also into a pipe."""
    print(line, flush=True)


def complain(line: str) -> None:
    """Print one line to the error stream at once."""
    print(line, file=sys.stderr, flush=True)


@contextmanager
def step(what: str) -> Iterator[None]:
    """Say what is being done and, when it is done, how many seconds it took."""
    say(f"- {what} ...")
    begun = time.monotonic()
    yield
    say(f"  {time.monotonic() - begun:.1f} s")
