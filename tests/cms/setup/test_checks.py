"""Tests and lint never touch what `make run` serves."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from cms.setup import checks, environment, steps
from cms.setup.surroundings import Surroundings, read


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Sequence[str], Surroundings]]:
    """Record commands with their surroundings instead of running them; mypy finds something."""
    seen: list[tuple[Sequence[str], Surroundings]] = []

    def run(here: Surroundings, command: Sequence[str]) -> int:
        seen.append((command[1:], here))
        return int("mypy" in command)

    monkeypatch.setattr(steps, "run", run)
    monkeypatch.setattr(environment, "prepare", lambda here, lists: None)
    return seen


def test_the_suite_gets_neither_the_data_nor_the_addresses_of_a_site(
    ran: list[tuple[Sequence[str], Surroundings]], tmp_path: Path
) -> None:
    given = {
        "KAKUZAN_DATA": str(tmp_path),
        "PORT": "8080",
        "KAKUZAN_PUBLIC_URL": "https://kanko.example.jp",
        "DATABASE_URL": "postgresql://x/y",
    }
    assert checks.test(read(given), ["-x"], full=False) == 0
    command, here = ran[-1]
    assert command == ("-m", "pytest", "-m", "not full", "-x")
    assert here.environment["DJANGO_SETTINGS_MODULE"] == "cms.settings.test"
    assert not {"PORT", "HOST", "KAKUZAN_PUBLIC_URL"} & set(here.environment)
    assert here.environment["KAKUZAN_DATA"] not in {str(tmp_path), str(read({}).data)}
    assert not here.data.exists(), "its folder is gone when the suite has ended"
    assert here.environment["DATABASE_URL"] == "postgresql://x/y"


def test_the_full_suite_leaves_nothing_out(ran: list[tuple[Sequence[str], Surroundings]]) -> None:
    checks.test(read({}), [], full=True)
    assert ran[-1][0] == ("-m", "pytest")


def test_lint_takes_every_look_also_after_one_that_found_something(
    ran: list[tuple[Sequence[str], Surroundings]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert checks.lint(read({})) == 1
    assert len(ran) == len(checks.LINT)
    assert capsys.readouterr().out.splitlines()[-1] == "lint: mypy found something."
