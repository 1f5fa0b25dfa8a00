"""Tests, measurements and the looks that a machine takes at the code."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from cms.setup import environment, postgresql, steps
from cms.setup.speech import SetupError, complain, say
from cms.setup.surroundings import Surroundings

LINT: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ruff check", ("-m", "ruff", "check", ".")),
    ("ruff format", ("-m", "ruff", "format", "--check", ".")),
    ("mypy", ("-m", "mypy")),
    ("imports", ("-c", "from importlinter.cli import lint_imports_command; lint_imports_command()")),
    ("migrations", ("manage.py", "makemigrations", "--check", "--dry-run")),
    ("catalogues", ("manage.py", "check_catalogues")),
)
SITE_ONLY = frozenset({"HOST", "PORT", "KAKUZAN_DATA", "KAKUZAN_PROFILE", "KAKUZAN_PUBLIC_URL", "KAKUZAN_CLOCK_OFFSET"})
DATABASES = ("", "sqlite", "postgresql")
FORMAT = (("-m", "ruff", "check", "--fix-only", "."), ("-m", "ruff", "format", "."))


def check(here: Surroundings) -> int:
    """Take lint's looks and run the suite: what a change has to pass. Returns pytest's exit code, or 1 for lint."""
    return test(here, (), full=False, looks=True)


def test(here: Surroundings, arguments: Sequence[str], *, full: bool, looks: bool = False) -> int:
    """Run the suite, without the long matrices unless `full`; `arguments` go to pytest. Returns pytest's exit code.

    The suite's database, files and secret key stand in a folder of their own, so that it never touches what `make
    run` serves. DATABASE says on what it runs: `sqlite`, `postgresql`, or, without it and without arguments, everything on
    SQLite and the database tests on PostgreSQL. What is not the suite runs beside it, on the processor that it leaves
    idle, and is shown before it.
    """
    wanted = database_wanted(here, arguments)
    environment.prepare(here, environment.TEST)
    steps.build_front_end(here)
    others: dict[str, Callable[[], int]] = {}
    if looks:
        others["lint"] = lambda: lint(here)
    if wanted == "both":
        others["the database tests on PostgreSQL"] = lambda: on_postgresql(here, full=full)
    with for_tests(here) as apart:
        steps.compile_catalogues(apart)
        suite = (str(apart.python), "-m", "pytest", *(() if full else ("-m", "not full")), *arguments)
        if wanted == "postgresql":
            with postgresql.served() as url:
                return beside(on(apart, url), suite, others)
        return beside(apart, suite, others)


def beside(here: Surroundings, suite: tuple[str, ...], others: Mapping[str, Callable[[], int]]) -> int:
    """Run the suite and, meanwhile, the others one after another; return its exit code, or 1 where one of them failed."""
    if not others:
        return steps.run(here, suite)
    with steps.beside(here, (*suite, *(("--color=yes",) if sys.stdout.isatty() else ()))) as shown:
        failed = [name for name, other in others.items() if other()]
        code = shown()
    if failed:
        complain(f"Failed besides: {', '.join(failed)}; see above, before the suite.")
    return code or min(len(failed), 1)


def database_wanted(here: Surroundings, arguments: Sequence[str]) -> str:
    """Return `sqlite`, `postgresql` or `both`; raises SetupError for another DATABASE."""
    given = here.environment.get("DATABASE", "").strip()
    if given not in DATABASES:
        raise SetupError(f"DATABASE is {given!r}; accepted: {', '.join(name for name in DATABASES if name)}.")
    return given or ("sqlite" if arguments or here.environment.get("DATABASE_URL") else "both")


def on_postgresql(here: Surroundings, *, full: bool) -> int:
    """Run the database tests on a PostgreSQL of their own; return pytest's exit code.

    Where the machine has none, a sentence says what to install; on CI (CI=true) that is a failure.
    """
    chosen = "database" if full else "engine and not full"
    try:
        with for_tests(here) as apart, postgresql.served() as url:
            say("- The database tests on PostgreSQL")
            return steps.run(on(apart, url), (str(apart.python), "-m", "pytest", "-q", "-m", chosen))
    except postgresql.Missing as missing:
        complain(f"- The database tests run on SQLite alone. {missing}")
        return 1 if here.environment.get("CI") == "true" else 0


def on(here: Surroundings, url: str) -> Surroundings:
    """Return the same surroundings on another database."""
    return replace(here, environment={**here.environment, "DATABASE_URL": url})


def bench(here: Surroundings, arguments: Sequence[str]) -> int:
    """Run the measurements and print their table. Returns 1 when a budget is broken."""
    environment.prepare(here, environment.TEST)
    steps.build_front_end(here)
    with for_tests(here) as apart:
        steps.compile_catalogues(apart)
        return steps.run(apart, (str(apart.python), "-m", "tests.bench", *arguments))


def lint(here: Surroundings) -> int:
    """Take all looks, also after one that found something, and return 1 when any did."""
    environment.prepare(here, environment.TEST)
    with for_tests(here) as apart:
        found = [name for name, arguments in LINT if looked(apart, name, arguments)]
    say(f"lint: {', '.join(found)} found something." if found else "lint: clean.")
    return 1 if found else 0


def looked(here: Surroundings, name: str, arguments: Sequence[str]) -> int:
    """Take one look under its name; return its exit code."""
    say(f"- {name}")
    return steps.run(here, (str(here.python), *arguments))


def reformat(here: Surroundings) -> int:
    """Put the code into the one format."""
    environment.prepare(here, environment.TEST)
    return max(steps.run(here, (str(here.python), *arguments)) for arguments in FORMAT)


@contextmanager
def for_tests(here: Surroundings) -> Iterator[Surroundings]:
    """Give the same surroundings with the test profile, a data folder that is removed afterwards, and no site's settings.

    DATABASE_URL stays: it runs the suite on a PostgreSQL that is already there.
    """
    kept = {name: value for name, value in here.environment.items() if name not in SITE_ONLY}
    with tempfile.TemporaryDirectory(prefix="kakuzan-test-", ignore_cleanup_errors=True) as folder:
        settings = {"DJANGO_SETTINGS_MODULE": "cms.settings.test", "KAKUZAN_DATA": folder}
        yield replace(here, profile="test", data=Path(folder), environment=kept | settings)
