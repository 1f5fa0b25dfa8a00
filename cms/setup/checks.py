"""Tests, measurements and the looks that a machine takes at the code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cms.setup import environment, steps
from cms.setup.speech import say
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
FORMAT = (("-m", "ruff", "check", "--fix-only", "."), ("-m", "ruff", "format", "."))


def test(here: Surroundings, arguments: Sequence[str], *, full: bool) -> int:
    """Run the suite, without the long matrices unless `full`; `arguments` go to pytest. Returns pytest's exit code.

    The suite's database, files and secret key stand in a folder of their own, so that it never touches what `make
    run` serves.
    """
    here = for_tests(here)
    environment.prepare(here, environment.TEST)
    steps.build_front_end(here)
    steps.compile_catalogues(here)
    chosen = () if full else ("-m", "not full")
    return steps.run(here, (str(here.python), "-m", "pytest", *chosen, *arguments))


def bench(here: Surroundings, arguments: Sequence[str]) -> int:
    """Run the measurements and print their table. Returns 1 when a budget is broken."""
    here = for_tests(here)
    environment.prepare(here, environment.TEST)
    steps.build_front_end(here)
    steps.compile_catalogues(here)
    return steps.run(here, (str(here.python), "-m", "tests.bench", *arguments))


def lint(here: Surroundings) -> int:
    """Take all looks, also after one that found something, and return 1 when any did."""
    here = for_tests(here)
    environment.prepare(here, environment.TEST)
    found = [name for name, arguments in LINT if looked(here, name, arguments)]
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


def for_tests(here: Surroundings) -> Surroundings:
    """Return the same surroundings with the test profile and without what the person set for a site.

    Without KAKUZAN_DATA the test profile makes a folder of its own. DATABASE_URL stays: it runs the suite on PostgreSQL.
    """
    kept = {name: value for name, value in here.environment.items() if name not in SITE_ONLY}
    return replace(here, profile="test", environment=kept | {"DJANGO_SETTINGS_MODULE": "cms.settings.test"})
