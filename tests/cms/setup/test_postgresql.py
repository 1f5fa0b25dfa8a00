"""A PostgreSQL for tests starts on a socket of its own and is gone with whoever asked for it."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from cms.setup import postgresql
from cms.setup.surroundings import ROOT
from tests.chromium import lacking
from tests.processes import naming, none_left, wait_until

ASKS = """
import sys
from cms.setup import postgresql
with postgresql.served() as url:
    print(url, flush=True)
    sys.stdin.read()
"""


@pytest.fixture(scope="module")
def programs() -> Path:
    """Return where PostgreSQL's programs are."""
    try:
        return postgresql.programs()
    except postgresql.Missing:
        lacking("PostgreSQL's server", postgresql.PACKAGE)
        raise


def folder_of(url: str) -> Path:
    return Path(unquote(urlsplit(url).netloc.rpartition("@")[2]))


def test_answers_on_a_socket_for_its_owner_alone_and_is_gone_afterwards(programs: Path) -> None:
    with postgresql.served() as url:
        folder = folder_of(url)
        asked = [str(programs / "psql"), url, "-XAtc", "SHOW listen_addresses"]
        assert subprocess.run(asked, capture_output=True, text=True, check=True).stdout == "\n"
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert naming(str(folder))
    assert not folder.exists()
    assert none_left(str(folder))


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_ends_with_a_process_that_is_killed(programs: Path, number: signal.Signals) -> None:
    asker = subprocess.Popen(
        [sys.executable, "-c", ASKS], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert asker.stdout is not None
    folder = folder_of(asker.stdout.readline().strip())
    assert naming(str(folder))
    asker.send_signal(number)
    asker.communicate()
    assert none_left(str(folder), seconds=30)
    assert wait_until(lambda: not folder.exists(), seconds=30)


def test_a_machine_without_it_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(postgresql, "LIBRARY", tmp_path)
    with pytest.raises(postgresql.Missing, match="apt install postgresql"), postgresql.served():
        pass


def test_the_newest_that_debian_installed_is_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(postgresql, "LIBRARY", tmp_path)
    for version in ("9.6", "15", "17"):
        (tmp_path / version / "bin").mkdir(parents=True)
        for name in postgresql.NEEDED:
            (tmp_path / version / "bin" / name).touch()
    (tmp_path / "17" / "bin" / "postgres").unlink()
    assert postgresql.programs() == tmp_path / "15" / "bin"


def test_a_server_that_does_not_start_says_why(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for program in postgresql.NEEDED:
            (folder / program).write_text("#!/bin/sh\necho no space left on device\nexit 1\n")
            (folder / program).chmod(0o755)
        folder.chmod(0o755)  # root's server runs as somebody else
        monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
        with pytest.raises(postgresql.SetupError, match="did not start"), postgresql.served():
            pass
    assert "initdb: no space left on device" in capfd.readouterr().err
