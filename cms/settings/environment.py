"""What an operator says through environment variables, read once and checked."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

ROOT = Path(__file__).resolve().parents[2]


class BadEnvironment(ValueError):
    """An environment variable holds what the installation cannot work with."""


def data_dir() -> Path:
    """Return the folder that holds everything an installation keeps (`KAKUZAN_DATA`, else `./var`), made if absent."""
    path = Path(os.environ.get("KAKUZAN_DATA") or ROOT / "var").expanduser().resolve()
    path.mkdir(parents=True, exist_ok=True)
    return path


def secret_key(data: Path) -> str:
    """Return the secret key of this installation, made on first start in `data` with mode 0600."""
    if given := os.environ.get("KAKUZAN_SECRET_KEY"):
        return given
    path = data / "secret-key"
    if not path.exists():
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            pass
        else:
            with os.fdopen(handle, "w") as file:
                file.write(secrets.token_urlsafe(64))
    return path.read_text().strip()


def database(data: Path) -> dict[str, Any]:
    """Return Django's database settings from `DATABASE_URL` (postgresql://… or sqlite:///path), else SQLite.

    What follows a question mark goes to libpq (`?sslmode=verify-full&sslrootcert=/etc/ssl/certs/city.pem`).
    """
    url = os.environ.get("DATABASE_URL", "")
    parts = urlsplit(url)
    if parts.scheme in {"postgresql", "postgres"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": host(parts),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": None,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": dict(parse_qsl(parts.query)),
        }
    if parts.scheme not in {"", "sqlite"}:
        raise BadEnvironment(f"DATABASE_URL starts with {parts.scheme!r}; accepted are postgresql:// and sqlite:///")
    return sqlite(unquote(parts.path) if parts.path else str(data / "kakuzan.sqlite3"))


def host(parts: SplitResult) -> str:
    """Return the host as it was written: `%2Frun%2Fpostgresql` is the folder of a socket, where capitals count."""
    written = parts.netloc.rpartition("@")[2]
    if "%" not in written:
        return parts.hostname or ""
    return unquote(written.partition(":")[0])


def sqlite(name: str) -> dict[str, Any]:
    """Return settings for a SQLite file in WAL mode whose writers wait instead of failing (ADR 0005)."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": (
                "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA temp_store=MEMORY;"
                "PRAGMA mmap_size=134217728;PRAGMA cache_size=-16000;"
            ),
        },
    }


def flag(name: str, *, default: bool = False) -> bool:
    """Return a yes/no variable; anything but the usual words is an error that says so."""
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise BadEnvironment(f"{name}={value!r}; accepted are 1 and 0, yes and no")
