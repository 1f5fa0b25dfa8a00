"""A PostgreSQL of one's own for tests: Debian's programs, a temporary folder, one socket in it, gone with whoever asked for it.

A guard stands between: a process that starts the server, says its address, and ends it when its own input ends. So the
server goes and its folder with it however the one who asked ends, `kill -9` included.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from urllib.parse import quote

from cms.setup.processes import birth, dismiss, wait_until
from cms.setup.speech import SetupError
from cms.setup.surroundings import ROOT

PACKAGE = "postgresql"
LIBRARY = Path("/usr/lib/postgresql")
NEEDED = ("initdb", "postgres", "pg_isready", "createdb")
LONGEST_SOCKET = 107  # unix(7): sun_path, without the closing zero
SECONDS_TO_START = 60.0
SECONDS_TO_STOP = 20.0
# Nothing here has to survive a power cut.
OPTIONS = (
    *("listen_addresses=", "unix_socket_permissions=0700", "max_connections=40", "shared_buffers=64MB"),
    *("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_wal_size=2GB", "log_min_messages=warning"),
)


class Missing(SetupError):
    """This machine has no PostgreSQL server to start."""


def programs() -> Path:
    """Return the folder of PostgreSQL's programs: that of `initdb` on the path, else the newest that Debian installed.

    Raises Missing, naming Debian's package.
    """
    on_path = shutil.which("initdb")
    folders = [Path(on_path).resolve().parent] if on_path else []
    installed = LIBRARY.glob("[0-9]*/bin") if LIBRARY.is_dir() else ()
    folders += sorted(installed, key=lambda folder: float(folder.parent.name), reverse=True)
    for folder in folders:
        if all((folder / name).exists() for name in NEEDED):
            return folder
    raise Missing(f"PostgreSQL's server is missing: apt install {PACKAGE}")


@contextmanager
def served(python: Path | str = sys.executable) -> Iterator[str]:
    """Give the DATABASE_URL of a fresh server that is gone when the block, or this process, ends.

    Raises Missing where there is none to start, SetupError with what it said where it does not start.
    """
    programs()
    guard = subprocess.Popen(
        [str(python), "-m", "cms.setup.postgresql"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,  # Ctrl-C is for who asked; it ends the guard by ending itself
    )
    assert guard.stdin is not None and guard.stdout is not None
    try:
        url = guard.stdout.readline().strip()
        if not url:
            raise SetupError("PostgreSQL did not start (see above).")
        yield url
    finally:
        guard.stdin.close()
        guard.wait()
        guard.stdout.close()


def guard() -> int:
    """Start a server, print its DATABASE_URL, and end it when nobody holds the other end of the input any more."""
    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGINT, leave)
    with folder() as path, server(path):
        print(f"postgresql://kakuzan@{quote(str(path), safe='')}/kakuzan", flush=True)
        sys.stdin.read()
    return 0


def leave(number: int, frame: FrameType | None) -> None:
    """Leave through the blocks that clean up."""
    raise SystemExit(128 + number)


@contextmanager
def folder() -> Iterator[Path]:
    """Give a temporary folder for its owner alone, short enough for a socket; gone afterwards."""
    place = tempfile.gettempdir()
    if len(place) + len("/kakuzan-postgresql-12345678/.s.PGSQL.5432") > LONGEST_SOCKET:
        place = "/tmp"  # noqa: S108 - mkdtemp makes a folder of our own in it
    path = Path(tempfile.mkdtemp(prefix="kakuzan-postgresql-", dir=place))
    try:
        if (owner := unprivileged()) is not None:
            os.chown(path, owner.pw_uid, owner.pw_gid)
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def unprivileged() -> pwd.struct_passwd | None:
    """Return who runs the server where we are root, for whom it refuses to run; None where we run it ourselves."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise SetupError("PostgreSQL does not run as root, and there is neither a user postgres nor a user nobody.")


@contextmanager
def server(path: Path) -> Iterator[None]:
    """Run a fresh server on a socket in `path`; raises SetupError with the end of what it said when it does not start."""
    said = path / "said"
    with said.open("wb") as log:
        data = path / "data"
        made = ("--no-sync", "--auth=trust", "--username=kakuzan", "--encoding=UTF8", "--locale=C.UTF-8")
        if start(path, log.fileno(), "initdb", *made, "-D", str(data)).wait():
            raise SetupError(f"initdb: {last(said)}")
        settings = [part for option in OPTIONS for part in ("-c", option)]
        running = start(path, log.fileno(), "postgres", "-D", str(data), "-k", str(path), *settings)
        try:
            here = ("-h", str(path), "-U", "kakuzan")
            wait_until(lambda: running.poll() is not None or answers(here), seconds=SECONDS_TO_START)
            if running.poll() is not None or start(path, log.fileno(), "createdb", *here, "kakuzan").wait():
                raise SetupError(f"postgres: {last(said)}")
            yield
        finally:
            stop(running)


def answers(here: Sequence[str]) -> bool:
    """Return whether the server takes connections."""
    return subprocess.run((str(programs() / "pg_isready"), "-q", *here), check=False).returncode == 0


def start(path: Path, log: int, program: str, *arguments: str) -> subprocess.Popen[bytes]:
    """Start one of PostgreSQL's programs as its unprivileged user; on Linux it ends at once when this process does."""
    owner = unprivileged()
    who = {} if owner is None else {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
    command: Sequence[str] = (str(programs() / program), *arguments)
    try:
        return subprocess.Popen(
            command,
            cwd=path,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            preexec_fn=birth(os.getpid(), number=signal.SIGQUIT),  # noqa: PLW1509 - there are no threads here
            **who,  # type: ignore[call-overload]
        )
    except PermissionError as error:
        raise SetupError(f"{command[0]}: {owner.pw_name if owner else 'this user'} may not run it.") from error


def stop(running: subprocess.Popen[bytes]) -> None:
    """End the server without waiting for those who are connected; for good when it does not."""
    dismiss(running, signal.SIGQUIT, grace=SECONDS_TO_STOP)


def last(said: Path) -> str:
    """Return the last lines of a log."""
    return "\n".join(said.read_text(encoding="utf-8", errors="replace").splitlines()[-8:])


if __name__ == "__main__":
    try:
        sys.exit(guard())
    except SetupError as error:
        print(error, file=sys.stderr, flush=True)
        sys.exit(1)
