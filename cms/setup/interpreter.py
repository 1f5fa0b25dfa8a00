"""The Python that was typed: can it make what Kakuzan needs?"""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path

from cms.setup.speech import SetupError

LOWEST = (3, 11)
PARTS = ("venv", "ensurepip")


def demand_interpreter() -> None:
    """Raise SetupError unless this Python is new enough and can make a virtual environment with pip in it.

    Debian ships `venv` and `ensurepip` apart from python3, in python3-venv; the error names the package.
    """
    version = (sys.version_info.major, sys.version_info.minor)
    if version < LOWEST:
        raise SetupError(f"Kakuzan needs Python 3.11 or newer; this is {version[0]}.{version[1]} ({sys.executable}).")
    missing = [part for part in PARTS if importlib.util.find_spec(part) is None]
    if missing:
        raise SetupError(
            f"This Python ({sys.executable}) lacks {' and '.join(missing)}. On Debian and Ubuntu: "
            f"sudo apt install python3-venv (or python{version[0]}.{version[1]}-venv), then start again."
        )


def command_on_path(name: str) -> str | None:
    """Return the full path of a command, or None. As shutil.which, without its surprises about the current folder."""
    for folder in os.get_exec_path():
        candidate = Path(folder) / name
        if folder and candidate.is_file() and os.access(candidate, os.X_OK):
            return str(candidate)
    return None
