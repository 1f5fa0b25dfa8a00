"""The profiles: production is strict, a demo is open to a person with nothing but a browser."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


def django(data: Path, profile: str, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a management command under a profile, in a process of its own."""
    variables = {name: value for name, value in os.environ.items() if not name.startswith(("KAKUZAN_", "DATABASE_URL"))}
    variables |= {"KAKUZAN_DATA": str(data), "DJANGO_SETTINGS_MODULE": f"cms.settings.{profile}"} | environment
    return subprocess.run(
        [sys.executable, "manage.py", *command], cwd=ROOT, env=variables, capture_output=True, text=True, check=False
    )


def test_django_s_deployment_check_finds_nothing_in_production(tmp_path: Path) -> None:
    done = django(
        tmp_path, "production", "check", "--deploy", "--fail-level", "WARNING",
        KAKUZAN_PUBLIC_URL="https://kanko.example.jp",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def setting(data: Path, profile: str, expression: str, **environment: str) -> str:
    """Return what an expression over a profile's settings module `s` gives; Django is not started."""
    probe = f"import cms.settings.{profile} as s; print({expression})"
    variables = {name: value for name, value in os.environ.items() if not name.startswith(("KAKUZAN_", "DATABASE_URL"))}
    variables |= {"KAKUZAN_DATA": str(data)} | environment
    done = subprocess.run(
        [sys.executable, "-c", probe], cwd=ROOT, env=variables, capture_output=True, text=True, check=False
    )
    return done.stdout.strip() or done.stderr.strip().splitlines()[-1]


@pytest.mark.parametrize("address", ["", "http://kanko.example.jp"])
def test_production_does_not_start_without_an_https_address(tmp_path: Path, address: str) -> None:
    said = setting(tmp_path, "production", "s.PROFILE", KAKUZAN_PUBLIC_URL=address)
    assert "KAKUZAN_PUBLIC_URL is needed in production and starts with https://" in said


def test_each_installation_has_a_secret_key_of_its_own_made_once_and_read_by_its_owner_only(tmp_path: Path) -> None:
    first, again = (setting(tmp_path / "a", "run", "s.SECRET_KEY") for _ in range(2))
    assert first == again != setting(tmp_path / "b", "run", "s.SECRET_KEY")
    assert len(first) >= 60
    assert stat.S_IMODE((tmp_path / "a" / "secret-key").stat().st_mode) == 0o600


def test_a_demo_asks_no_second_factor_shows_no_traceback_and_takes_http(tmp_path: Path) -> None:
    expression = "s.SECOND_FACTOR_REQUIRED, s.DEBUG, hasattr(s, 'SECURE_SSL_REDIRECT')"
    assert setting(tmp_path, "run", expression) == "False False False"


def test_production_demands_the_second_factor_and_answers_to_its_own_name(tmp_path: Path) -> None:
    expression = "s.SECOND_FACTOR_REQUIRED, s.DEBUG, s.SECURE_SSL_REDIRECT, s.ALLOWED_HOSTS[0]"
    found = setting(tmp_path, "production", expression, KAKUZAN_PUBLIC_URL="https://kanko.example.jp")
    assert found == "True False True kanko.example.jp"


def test_an_unknown_database_is_refused_with_what_is_accepted(tmp_path: Path) -> None:
    said = setting(tmp_path, "run", "s.DATABASES", DATABASE_URL="mysql://kakuzan@db/kakuzan")
    assert "accepted are postgresql:// and sqlite:///" in said
