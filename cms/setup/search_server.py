"""A node of Elasticsearch for development and tests: configured for one machine, started as a user who is not root, stopped."""

from __future__ import annotations

import base64
import hashlib
import os
import pwd
import secrets
import shutil
import signal
import subprocess
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from cms.setup.processes import birth, wait_until
from cms.setup.search_distribution import Distribution, fetch, find_java, lacking
from cms.setup.speech import SetupError

USER: Final = "nobody"
"""Who runs the server when root starts it: it refuses to run as root."""

QUICK: Final = "-XX:TieredStopAtLevel=1"
LARGE_MB: Final = 1024
G1: Final = (
    "-XX:+UseG1GC",
    "-XX:G1HeapRegionSize=4m",
    "-XX:InitiatingHeapOccupancyPercent=30",
    "-XX:G1ReservePercent=15",
)
"""As the server's start script chooses below 8 GB."""
LIMITED: Final = """limited:
  cluster: [monitor]
  indices:
    - names: ["{user}*"]
      privileges: [read, write, manage]
"""
"""What docs/how-to/search-in-a-cluster.md asks an operator to allow, for indexes that are called like the user."""

UP_WITHIN: Final = 120.0
"""Seconds from start to first answer; 11 to 15 on an idle machine."""


@dataclass(slots=True)
class Node:
    """A server process and where its files are. `http` and `transport` are its ports once it is up."""

    name: str
    folder: Path
    process: subprocess.Popen[bytes]
    http: int = 0
    transport: int = 0

    @property
    def log(self) -> str:
        """Return the end of what the server said."""
        path = self.folder / "output"
        return path.read_text(encoding="utf-8", errors="replace")[-3000:] if path.exists() else ""

    def kill(self) -> None:
        """End the server at once, as a crash would (kill -9); its data stay."""
        for pid in (self._server_pid(), self.process.pid):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()

    def stop(self, *, grace: float = 20.0) -> None:
        """Ask the server to end, and end it for good after `grace` seconds."""
        self.process.terminate()
        try:
            self.process.wait(timeout=grace)
        except subprocess.TimeoutExpired:
            self.kill()

    def _server_pid(self) -> int:
        """The launcher starts the server as a second process, which writes its number down."""
        try:
            return int((self.folder / "pid").read_text())
        except (OSError, ValueError):
            return self.process.pid


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a node is to be: `http` and `transport` 0 take any free port; with a password, everybody else is refused.

    `limited` names a second user with that password, who may do with indexes what the documentation asks for, and no more.
    `tls` are the files of a certificate and its key: who asks without TLS is then not answered. A `quick` one is up in half
    the processor time and slower from then on: for tests.
    """

    name: str = "one"
    http: str = "0"
    transport: str = "0"
    heap: str = "512m"
    password: str = ""
    limited: str = ""
    tls: tuple[Path, Path] | None = None
    quick: bool = False
    seeds: tuple[str, ...] = ()
    settings: dict[str, str] = field(default_factory=dict)


def start(distribution: Distribution, wanted: Wanted, folder: Path) -> Node:
    """Start a node whose configuration and data lie in `folder`; it answers once `await_up` returns."""
    java = find_java(distribution.java)
    if java is None:
        raise SetupError(lacking(distribution))
    unpacked = fetch(distribution)
    for name in ("config", "data", "logs", "tmp"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for stale in (folder / "logs").glob("*.ports"):
        stale.unlink()
    configure(unpacked, wanted, folder)
    account = pwd.getpwnam(USER) if os.getuid() == 0 else None
    if account is not None:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, account.pw_uid, account.pw_gid)
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("ES_", "JAVA_"))}
    environment |= {"ES_JAVA_HOME": str(java), "ES_PATH_CONF": str(folder / "config"), "ES_TMPDIR": str(folder / "tmp")}
    environment |= {"HOME": str(folder), "CLI_JAVA_OPTS": QUICK}
    with (folder / "output").open("wb") as output:
        process = subprocess.Popen(
            (str(unpacked / "bin/elasticsearch"), "-p", str(folder / "pid")),
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=birth(os.getpid()),  # noqa: PLW1509 - nothing of ours holds a lock here
            user=account.pw_uid if account else None,
            group=account.pw_gid if account else None,
            extra_groups=[] if account else None,
        )
    return Node(wanted.name, folder, process)


def configure(unpacked: Path, wanted: Wanted, folder: Path) -> None:
    """Write a node's configuration: local addresses only, small memory, no wish for a larger disk."""
    config = folder / "config"
    for name in ("log4j2.properties", "roles.yml", "role_mapping.yml"):
        shutil.copyfile(unpacked / "config" / name, config / name)
    secured = bool(wanted.password)
    users = {"kakuzan": "superuser"} | ({wanted.limited: "limited"} if wanted.limited else {}) if secured else {}
    (config / "users").write_text("".join(f"{user}:{stored(wanted.password)}\n" for user in users))
    (config / "users_roles").write_text("".join(f"{role}:{user}\n" for user, role in users.items()))
    if wanted.limited:
        (config / "roles.yml").write_text(LIMITED.format(user=wanted.limited))
    settings = {
        "cluster.name": "kakuzan-development",
        "node.name": wanted.name,
        "path.data": str(folder / "data"),
        "path.logs": str(folder / "logs"),
        "network.host": "127.0.0.1",
        "http.port": wanted.http,
        "transport.port": wanted.transport,
        "node.portsfile": "true",
        "cluster.routing.allocation.disk.threshold_enabled": "false",
        "xpack.security.autoconfiguration.enabled": "false",
        "xpack.security.enabled": "true" if secured else "false",
        "xpack.security.authc.password_hashing.algorithm": "pbkdf2_1000",
        **({"discovery.seed_hosts": ",".join(wanted.seeds)} if wanted.seeds else {}),
        **({} if wanted.seeds else {"cluster.initial_master_nodes": wanted.name}),
        **(encrypted(config, *wanted.tls) if wanted.tls else {}),
        **wanted.settings,
    }
    (config / "elasticsearch.yml").write_text("".join(f'{name}: "{value}"\n' for name, value in settings.items()))
    options = [f"-Xms{wanted.heap}", f"-Xmx{wanted.heap}", *collector(wanted.heap), "-XX:+ExitOnOutOfMemoryError"]
    options += ["-Djava.io.tmpdir=${ES_TMPDIR}", *([QUICK] if wanted.quick else [])]
    (config / "jvm.options").write_text("\n".join(options) + "\n")


def collector(heap: str) -> tuple[str, ...]:
    """Return the garbage collector for a heap: the server's own below 8 GB, or the one that takes least for a small one.

    The small one ends its work only when the heap is full; a larger node would be refusing work by then.
    """
    size = int(heap[:-1]) * {"m": 1, "g": 1024}[heap[-1].lower()]
    return ("-XX:+UseSerialGC",) if size < LARGE_MB else G1


def encrypted(config: Path, certificate: Path, key: Path) -> dict[str, str]:
    """Return the settings for https. The server reads files of its own folder only, and its user must be able to."""
    for name, path in (("http.pem", certificate), ("http.key", key)):
        shutil.copyfile(path, config / name)
    return {
        "xpack.security.http.ssl.enabled": "true",
        "xpack.security.http.ssl.certificate": str(config / "http.pem"),
        "xpack.security.http.ssl.key": str(config / "http.key"),
    }


def stored(password: str) -> str:
    """Return a password as the server's file of users holds it: PBKDF2 with HMAC-SHA512, 1,000 rounds."""
    salt = secrets.token_bytes(32)
    digest = hashlib.pbkdf2_hmac("sha512", password.encode(), salt, 1000, 32)
    return f"{{PBKDF2}}1000${base64.b64encode(salt).decode()}${base64.b64encode(digest).decode()}"


def await_up(node: Node, *, seconds: float = UP_WITHIN) -> Node:
    """Return the node once it has written down the ports that it listens on; raises SetupError with its last words."""

    def up() -> bool:
        node.http, node.transport = (
            read_port(node.folder / "logs" / f"{kind}.ports") for kind in ("http", "transport")
        )
        return node.process.poll() is not None or bool(node.http and node.transport)

    if not wait_until(up, seconds=seconds, pause=0.1) or node.process.poll() is not None:
        node.stop(grace=1)
        raise SetupError(f"Elasticsearch did not start:\n{node.log}")
    return node


def read_port(path: Path) -> int:
    """Return the port in a file of lines such as 127.0.0.1:9200; 0 as long as there is none."""
    try:
        return int(path.read_text().split()[0].rpartition(":")[2])
    except (OSError, ValueError, IndexError):
        return 0
