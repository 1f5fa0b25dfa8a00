"""The curator's account of a demo: made with a random password, which stays the same until somebody changes it."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from django.contrib.auth import get_user_model

NAME = "curator"
FILE = "demo-login"


def ensure_curator(data: Path) -> bool:
    """Make sure that the login in `data/demo-login` (mode 0600) opens the admin; return whether it had to be made.

    Without the file, or with an account that does not match it, the account gets a new password. Only the demo
    profile may call this: it makes an administrator.
    """
    users = get_user_model().objects
    path = data / FILE
    user = users.filter(username=NAME).first()
    if user is not None and path.exists() and user.check_password(password_in(path)):
        return False
    password = secrets.token_urlsafe(12)
    if user is None:
        user = users.create_user(username=NAME, email="curator@kakuzan.invalid", is_staff=True, is_superuser=True)
    user.set_password(password)
    user.save(update_fields=["password"])
    write(path, f"curator: {NAME} / {password}\n")
    return True


def password_in(path: Path) -> str:
    """Return the password of the line `curator: NAME / PASSWORD`."""
    return path.read_text(encoding="ascii").strip().rpartition(" / ")[2]


def write(path: Path, line: str) -> None:
    """Write a file that only its owner can ever read."""
    draft = path.with_name(f".{path.name}")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(line)
    draft.replace(path)
