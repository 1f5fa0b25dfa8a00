"""What the person who starts Kakuzan decides: address, data folder, profile."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cms.setup.speech import SetupError

ROOT = Path(__file__).resolve().parents[2]
PROFILES = ("run", "production", "test")
WILDCARDS = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - compared with, never bound by us


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Everything a start depends on, read once. Paths are absolute; `environment` is what the children get."""

    host: str
    port: int
    data: Path
    venv: Path
    profile: str
    environment: Mapping[str, str]
    root: Path = ROOT

    @property
    def python(self) -> Path:
        """Return the interpreter inside the virtual environment."""
        return self.venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    @property
    def run_folder(self) -> Path:
        """Return the folder of pid files."""
        return self.data / "run"

    @property
    def address(self) -> str:
        """Return the address that is printed: `http://HOST:PORT`, an IPv6 host in brackets."""
        return f"http://{bracketed(self.host)}:{self.port}"

    @property
    def probe_host(self) -> str:
        """Return the host to ask from this machine; a wildcard address is not one that can be asked."""
        return WILDCARDS.get(self.host, self.host)


def bracketed(host: str) -> str:
    """Return `host` as it stands in a URL."""
    return f"[{host}]" if ":" in host else host


def read(environ: Mapping[str, str] | None = None) -> Surroundings:
    """Return the surroundings named by HOST, PORT, KAKUZAN_DATA, KAKUZAN_VENV and KAKUZAN_PROFILE.

    Raises SetupError, naming the variable and what is accepted. The children's environment has the defaults filled
    in, so that the settings module and this module cannot disagree about them.
    """
    given = dict(os.environ if environ is None else environ)
    host = given.get("HOST", "").strip() or "127.0.0.1"
    data = (ROOT / Path(given.get("KAKUZAN_DATA") or "var").expanduser()).resolve()
    venv = (ROOT / Path(given.get("KAKUZAN_VENV") or ".venv").expanduser()).absolute()
    profile = given.get("KAKUZAN_PROFILE") or "run"
    if profile not in PROFILES:
        raise SetupError(f"KAKUZAN_PROFILE is {profile!r}; accepted: {', '.join(PROFILES)}.")
    port = read_port(given.get("PORT") or "8000")
    environment = given | {
        "HOST": host,
        "PORT": str(port),
        "KAKUZAN_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": f"cms.settings.{profile}",
        "PYTHONUNBUFFERED": "1",
    }
    return Surroundings(host=host, port=port, data=data, venv=venv, profile=profile, environment=environment)


def read_port(text: str) -> int:
    """Return the TCP port in `text`; raises SetupError unless it is 1-65535."""
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise SetupError(f"PORT is {text!r}; accepted: a number from 1 to 65535.")
    return int(text)
