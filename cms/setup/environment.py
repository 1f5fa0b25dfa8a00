"""The virtual environment: made once, filled from hash-pinned lists, and left alone while the lists stay the same."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path

from cms.setup.interpreter import command_on_path, demand_interpreter
from cms.setup.speech import SetupError, complain, say, step
from cms.setup.surroundings import Surroundings

SITE = ("requirements.txt",)
TEST = ("requirements.txt", "requirements-test.txt")


def prepare(here: Surroundings, lists: Sequence[str]) -> None:
    """Make sure that the virtual environment holds exactly what `lists` pin, and that it finds our packages.

    Does nothing when the stamp says that this was done with the same lists and the same Python. Raises SetupError
    with the command that failed. The lists name no host: where packages come from is the machine's own configuration
    of pip or uv.
    """
    demand_interpreter()
    if here.python.exists() and (is_stamped(here, lists) or is_stamped(here, TEST)):
        return
    if not here.python.exists():
        with step(f"Making a virtual environment in {shown(here, here.venv)} (Python {sys.version.split()[0]})"):
            venv.create(here.venv, with_pip=True, symlinks=True, clear=here.venv.exists())
    for name in lists:
        install(here, name)
    link_packages(here)
    stamp_of(here, lists).write_text(fingerprint(here.root, lists), encoding="ascii")


def stamp_of(here: Surroundings, lists: Sequence[str]) -> Path:
    """Return the file that remembers what was installed."""
    return here.venv / f"kakuzan-{'test' if len(lists) > 1 else 'site'}.stamp"


def is_stamped(here: Surroundings, lists: Sequence[str]) -> bool:
    """Return whether these very lists were installed. What tests need includes what the site needs."""
    stamp = stamp_of(here, lists)
    if not stamp.exists() or not all((here.root / name).exists() for name in lists):
        return False
    return stamp.read_text(encoding="ascii") == fingerprint(here.root, lists)


def fingerprint(root: Path, lists: Sequence[str]) -> str:
    """Return the hash of everything that decides what ends up in the environment."""
    digest = hashlib.sha256(f"{sys.version}\0{root}".encode())
    for name in lists:
        digest.update(name.encode())
        digest.update((root / name).read_bytes())
    return digest.hexdigest()


def install(here: Surroundings, name: str) -> None:
    """Install one hash-pinned list with uv where the machine has it, else with pip.

    Modules are compiled when they are first imported: most of a mesh library never is. Raises SetupError when both fail.
    """
    lines = sum("==" in line for line in (here.root / name).read_text(encoding="utf-8").splitlines())
    uv = command_on_path("uv")
    if uv:
        command = [uv, "pip", "install", "--python", str(here.python), "--require-hashes", "--quiet", "-r", name]
        with step(f"Installing up to {lines} packages of {name} with uv"):
            if subprocess.run(command, cwd=here.root, check=False).returncode == 0:
                return
        complain("  uv could not do it; trying pip.")
    options = ["--require-hashes", "--disable-pip-version-check", "--no-input", "--quiet", "--no-deps", "--no-compile"]
    with step(f"Installing up to {lines} packages of {name} with pip"):
        done = subprocess.run(
            [str(here.python), "-m", "pip", "install", *options, "-r", name], cwd=here.root, check=False
        )
    if done.returncode:
        raise SetupError(f"pip could not install {name} (see above). Is the network there? Start again to go on.")


def link_packages(here: Surroundings) -> None:
    """Let the environment's Python find our packages from any folder.

    A path file does what an editable install would, without a build backend that no hash pins.
    """
    asked = [str(here.python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    folder = subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip()
    (Path(folder) / "kakuzan.pth").write_text(f"{here.root}\n", encoding="utf-8")


def shown(here: Surroundings, path: Path) -> str:
    """Return `path` as a person in the project's folder would write it."""
    return str(path.relative_to(here.root)) if path.is_relative_to(here.root) else str(path)


def greet(here: Surroundings) -> None:
    """Say which installation this is."""
    say(f"Kakuzan in {here.root}, data in {shown(here, here.data)}, profile {here.profile}")
