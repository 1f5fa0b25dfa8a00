"""The virtual environment is filled once, from lists with hashes, and left alone while they stay the same."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cms.setup import environment, interpreter
from cms.setup.speech import SetupError
from cms.setup.surroundings import ROOT, Surroundings, read


@pytest.fixture
def here(tmp_path: Path) -> Surroundings:
    """Give a project with one pinned list and no virtual environment yet."""
    (tmp_path / "requirements.txt").write_text("segno==1.6.6 --hash=sha256:" + "0" * 64 + "\n")
    return replace(read({"KAKUZAN_VENV": str(tmp_path / "venv")}), root=tmp_path)


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> list[Sequence[str]]:
    """Record the installers' command lines instead of running them; path questions are answered for real.

    As nobody runs pip, the environment is made without it: copying it in takes four seconds.
    """
    seen: list[Sequence[str]] = []
    real, made = subprocess.run, environment.venv.create

    def recorded(command: Sequence[str], **options: Any) -> subprocess.CompletedProcess[str]:
        if "install" in command:
            seen.append(command)
            return subprocess.CompletedProcess(command, 0)
        return real(command, **options)

    monkeypatch.setattr(environment.subprocess, "run", recorded)
    monkeypatch.setattr(environment.venv, "create", lambda path, **how: made(path, **(how | {"with_pip": False})))
    return seen


@pytest.mark.parametrize("tool", ["uv", "pip"])
def test_the_list_is_installed_with_hashes_demanded_and_no_host_named(
    here: Surroundings, commands: list[Sequence[str]], monkeypatch: pytest.MonkeyPatch, tool: str
) -> None:
    monkeypatch.setattr(environment, "command_on_path", lambda name: "/opt/uv" if tool == "uv" else None)
    environment.prepare(here, environment.SITE)
    (command,) = commands
    assert tool in Path(command[0]).name or tool in command
    assert "--require-hashes" in command
    assert not [part for part in command if "://" in part or "index" in part]


def test_a_second_time_installs_nothing_until_the_list_changes(
    here: Surroundings, commands: list[Sequence[str]]
) -> None:
    environment.prepare(here, environment.SITE)
    environment.prepare(here, environment.SITE)
    assert len(commands) == 1
    (here.root / "requirements.txt").write_text("segno==1.6.7 --hash=sha256:" + "0" * 64 + "\n")
    environment.prepare(here, environment.SITE)
    assert len(commands) == 2


def test_the_environment_finds_our_packages_from_any_folder(
    here: Surroundings, commands: list[Sequence[str]], tmp_path: Path
) -> None:
    environment.prepare(here, environment.SITE)
    (here.root / "kakuzan_probe.py").write_text("HEIGHT_M = 38\n")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    asked = [str(here.python), "-c", "import kakuzan_probe; print(kakuzan_probe.HEIGHT_M)"]
    assert subprocess.run(asked, cwd=elsewhere, capture_output=True, text=True, check=True).stdout == "38\n"
    assert len(commands) == 1


def test_a_failed_installation_leaves_no_stamp_and_says_which_list(
    here: Surroundings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(environment, "command_on_path", lambda name: None)
    monkeypatch.setattr(
        environment.subprocess, "run", lambda command, **options: subprocess.CompletedProcess(command, 1)
    )
    with pytest.raises(SetupError, match=r"pip could not install requirements\.txt"):
        environment.prepare(here, environment.SITE)
    assert not environment.stamp_of(here, environment.SITE).exists()


@pytest.mark.parametrize("missing", ["venv", "ensurepip"])
def test_debian_s_python_without_python3_venv_is_told_what_to_install(
    monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    real = importlib.util.find_spec
    monkeypatch.setattr(interpreter.importlib.util, "find_spec", lambda name: None if name == missing else real(name))
    with pytest.raises(SetupError, match=f"lacks {missing}.*apt install python3-venv"):
        interpreter.demand_interpreter()


def test_an_old_python_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    class Version(tuple):
        major, minor = 3, 9

    monkeypatch.setattr(interpreter.sys, "version_info", Version((3, 9, 2)))
    with pytest.raises(SetupError, match=r"needs Python 3\.11 or newer; this is 3\.9"):
        interpreter.demand_interpreter()


@pytest.mark.parametrize("name", environment.TEST)
def test_every_requirement_is_pinned_with_a_hash_and_no_address(name: str) -> None:
    text = (ROOT / name).read_text()
    pins = re.split(r"\n(?=\S)", text.strip())
    assert len(pins) > 50
    assert [pin.splitlines()[0] for pin in pins if "==" not in pin or "--hash=sha256:" not in pin] == []
    assert "://" not in text


def test_the_entry_explains_itself_in_an_empty_virtual_environment(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(tmp_path / "empty")], check=True)
    python = str(tmp_path / "empty" / "bin" / "python")
    done = subprocess.run([python, "-S", "-m", "cms", "--help"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert all(command in done.stdout for command in ("up", "test-full", "bench", "lint", "format"))


def test_a_wrong_command_is_refused_with_the_choices() -> None:
    done = subprocess.run([sys.executable, "-m", "cms", "serve"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "'up'" in done.stderr or "up" in done.stderr.split("choose from")[-1]
