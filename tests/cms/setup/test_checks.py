"""Tests and lint never touch what `make run` serves."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path

import pytest

from cms.setup import checks, environment, postgresql, steps
from cms.setup.speech import SetupError
from cms.setup.surroundings import Surroundings, read


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Sequence[str], Surroundings]]:
    """Record commands with their surroundings instead of running them; mypy finds something."""
    seen: list[tuple[Sequence[str], Surroundings]] = []

    def run(here: Surroundings, command: Sequence[str]) -> int:
        seen.append((command[1:], here))
        return int("mypy" in command)

    @contextmanager
    def beside(here: Surroundings, command: Sequence[str]) -> Iterator[Callable[[], int]]:
        yield lambda: steps.run(here, command)

    monkeypatch.setattr(steps, "run", run)
    monkeypatch.setattr(steps, "beside", beside)
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
    checks.test(read({"DATABASE": "sqlite"}), [], full=True)
    assert ran[-1][0] == ("-m", "pytest")


@pytest.fixture
def fresh_server(monkeypatch: pytest.MonkeyPatch) -> str:
    """Give the address of a private PostgreSQL without starting one."""
    url = "postgresql://kakuzan@%2Ftmp%2Fkakuzan-postgresql/kakuzan"
    monkeypatch.setattr(postgresql, "served", lambda: nullcontext(url))
    return url


def pytests(ran: list[tuple[Sequence[str], Surroundings]]) -> list[tuple[tuple[str, ...], str | None]]:
    """Return the arguments and the DATABASE_URL of each run of pytest."""
    return [(tuple(c[2:]), here.environment.get("DATABASE_URL")) for c, here in ran if "pytest" in c]


def test_the_database_tests_run_on_postgresql_beside_everything_on_sqlite(
    ran: list[tuple[Sequence[str], Surroundings]], fresh_server: str
) -> None:
    assert checks.test(read({}), [], full=False) == 0
    assert checks.test(read({}), [], full=True) == 0
    assert pytests(ran) == [
        (("-q", "-m", "engine and not full"), fresh_server),
        (("-m", "not full"), None),
        (("-q", "-m", "database"), fresh_server),
        ((), None),
    ]


def test_a_failure_on_postgresql_alone_fails_and_is_told_at_the_end(
    ran: list[tuple[Sequence[str], Surroundings]],
    fresh_server: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(steps, "run", lambda here, command: int("DATABASE_URL" in here.environment))
    assert checks.test(read({}), [], full=False) == 1
    assert "Failed besides: the database tests on PostgreSQL" in capsys.readouterr().err


def test_the_two_databases_runs_share_no_folder(
    ran: list[tuple[Sequence[str], Surroundings]], fresh_server: str
) -> None:
    checks.test(read({}), [], full=False)
    folders = [here.environment["KAKUZAN_DATA"] for command, here in ran if "pytest" in command]
    assert len(folders) == len(set(folders)) == 2


def test_what_a_change_has_to_pass_is_lint_and_the_suite_on_both_databases(
    ran: list[tuple[Sequence[str], Surroundings]], fresh_server: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert checks.check(read({})) == 1, "mypy found something"
    assert [arguments for arguments, _ in pytests(ran)] == [("-q", "-m", "engine and not full"), ("-m", "not full")]
    assert "Failed besides: lint;" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("given", "arguments", "on"),
    [
        ({"DATABASE": "postgresql"}, [], "fresh"),
        ({"DATABASE": "postgresql"}, ["-x"], "fresh"),
        ({"DATABASE": "sqlite"}, [], None),
        ({}, ["tests/tours"], None),
        ({"DATABASE_URL": "postgresql://kakuzan@db/kakuzan"}, [], "postgresql://kakuzan@db/kakuzan"),
    ],
)
def test_one_database_is_asked_for(
    ran: list[tuple[Sequence[str], Surroundings]],
    fresh_server: str,
    given: dict[str, str],
    arguments: list[str],
    on: str | None,
) -> None:
    checks.test(read(given), arguments, full=False)
    assert pytests(ran) == [(("-m", "not full", *arguments), fresh_server if on == "fresh" else on)]


def test_an_unknown_database_is_refused_by_name() -> None:
    with pytest.raises(SetupError, match="DATABASE is 'mysql'; accepted: sqlite, postgresql"):
        checks.test(read({"DATABASE": "mysql"}), [], full=False)


@pytest.mark.parametrize(("ci", "code"), [("", 0), ("true", 1)])
def test_a_machine_without_postgresql_tests_on_sqlite_and_says_what_to_install(
    ran: list[tuple[Sequence[str], Surroundings]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    ci: str,
    code: int,
) -> None:
    def missing() -> None:
        raise postgresql.Missing("PostgreSQL's server is missing: apt install postgresql")

    monkeypatch.setattr(postgresql, "served", missing)
    assert checks.test(read({"CI": ci}), [], full=False) == code
    assert pytests(ran) == [(("-m", "not full"), None)]
    assert "apt install postgresql" in capsys.readouterr().err


def test_lint_takes_every_look_also_after_one_that_found_something(
    ran: list[tuple[Sequence[str], Surroundings]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert checks.lint(read({})) == 1
    assert len(ran) == len(checks.LINT)
    assert capsys.readouterr().out.splitlines()[-1] == "lint: mypy found something."
