"""What a start says at its end, and that a step which fails stops it."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from cms.setup import children, steps
from cms.setup.speech import SetupError
from cms.setup.surroundings import Surroundings, read
from tests.processes import naming, none_left, wait_until


@pytest.fixture
def here(tmp_path: Path) -> Surroundings:
    (tmp_path / "demo-login").write_text("curator: curator / Xy-7_turret\n")
    return replace(read({"PORT": "8310"}), data=tmp_path)


def test_a_start_ends_with_the_site_the_admin_and_the_login(
    here: Surroundings, capsys: pytest.CaptureFixture[str]
) -> None:
    steps.announce(here)
    assert capsys.readouterr().out.splitlines() == [
        "Kakuzan is ready: http://127.0.0.1:8310/",
        "admin: http://127.0.0.1:8310/admin/",
        "curator: curator / Xy-7_turret",
    ]


def test_production_never_prints_a_login(here: Surroundings, capsys: pytest.CaptureFixture[str]) -> None:
    steps.announce(replace(here, profile="production"))
    assert "curator" not in capsys.readouterr().out


def test_a_step_that_fails_stops_the_start_with_its_name(here: Surroundings, tmp_path: Path) -> None:
    python = tmp_path / "bin" / "python"
    python.parent.mkdir()
    python.write_text("#!/bin/sh\nexit 3\n")
    python.chmod(0o755)
    with pytest.raises(SetupError, match="Compiling catalogues: failed with exit code 3"):
        steps.compile_catalogues(replace(here, venv=tmp_path))


def test_the_three_processes_are_the_web_server_and_two_workers(here: Surroundings) -> None:
    web, fast, media = children.children(here)
    assert (web.port, web.urgent) == (8310, True)
    assert "cms.wsgi:application" in web.command
    assert fast.command[-2:] == ("worker", "fast")
    assert (media.command[-2:], media.nice) == (("worker", "media"), 10)


def test_a_search_cluster_has_a_worker_of_its_own(here: Surroundings) -> None:
    there = replace(here, environment={**here.environment, "SEARCH_URL": "https://search.example.jp"})
    assert children.children(there)[3].command[-2:] == ("worker", "search")


SLOW = "import time; time.sleep(60)"


def test_what_runs_beside_is_shown_when_asked_for_and_gives_its_exit_code(
    here: Surroundings, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    command = (sys.executable, "-c", "import sys; print('津山城'); print('鶴山公園', file=sys.stderr); sys.exit(3)")
    with steps.beside(here, command) as shown:
        print("備中櫓", flush=True)
        assert shown() == 3
    first, *others = capfdbinary.readouterr().out.decode().split()
    assert (first, sorted(others)) == ("備中櫓", ["津山城", "鶴山公園"])


def test_more_is_shown_than_is_read_at_once(here: Surroundings, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    with steps.beside(here, (sys.executable, "-c", f"print('.' * {steps.MOST_AT_ONCE * 3})")) as shown:
        assert shown() == 0
    assert len(capfdbinary.readouterr().out) == steps.MOST_AT_ONCE * 3 + 1


def test_what_runs_beside_ends_with_who_started_it(
    here: Surroundings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps, "SECONDS_TO_TIDY", 0.5)  # in the background of a shell an interrupt is not heard
    with pytest.raises(KeyboardInterrupt), steps.beside(here, (sys.executable, "-c", SLOW, str(tmp_path))):
        assert wait_until(lambda: naming(str(tmp_path)) != [], seconds=10)
        raise KeyboardInterrupt
    assert none_left(str(tmp_path))
