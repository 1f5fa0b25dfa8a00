"""The small official distribution of Elasticsearch: fetched through Maven, checked, unpacked, kept between runs.

Elastic publishes it for authors of plug-ins: the server's core without the modules that Kakuzan does not use either. Where Maven
fetches from is said by its own settings on this machine.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
import zipfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cms.setup.speech import SetupError

ARTIFACT: Final = "org.elasticsearch.distribution.integ-test-zip:elasticsearch:{version}:zip"


@dataclass(frozen=True, slots=True)
class Distribution:
    """One version, the SHA-256 of its archive, and the oldest Java that it starts on."""

    version: str
    sha256: str
    java: int


DISTRIBUTIONS: Final = {
    "8": Distribution("8.19.0", "14833b2d86c30656901f92049f81fb5777a8e4545413c8656cd1a21b55173033", 17),
    "9": Distribution("9.1.0", "be5c5440bb6344cee4070f8f77a6c3cd72363db494944047cdd93748c4e19111", 21),
}


def find_java(least: int) -> Path | None:
    """Return the home of the oldest Java that is new enough: JAVA_HOME, then where Linux distributions keep them."""
    homes = [Path(os.environ["JAVA_HOME"])] if os.environ.get("JAVA_HOME") else []
    homes += sorted(Path("/usr/lib/jvm").glob("*")) if Path("/usr/lib/jvm").is_dir() else []
    known = [(java_version(home), home) for home in homes if (home / "bin/java").exists()]
    return min(((found, home) for found, home in known if found >= least), default=(0, None), key=lambda one: one[0])[1]


def java_version(home: Path) -> int:
    """Return the major version in a Java's `release` file; 0 where there is none."""
    with suppress(OSError, ValueError, IndexError):
        lines = (home / "release").read_text(encoding="utf-8", errors="replace").splitlines()
        return int(next(line for line in lines if line.startswith("JAVA_VERSION=")).split('"')[1].split(".")[0])
    return 0


def lacking(distribution: Distribution) -> str:
    """Return what this machine lacks to run it, with Debian's package; empty for nothing."""
    if find_java(distribution.java) is None:
        return f"Java {distribution.java} is missing: apt install openjdk-{distribution.java}-jre-headless"
    if not home(distribution).is_dir() and shutil.which("mvn") is None:
        return "Maven is missing: apt install maven"
    return ""


def shelf() -> Path:
    """Return the folder that keeps fetched distributions between runs; one that the server's user may read."""
    if named := os.environ.get("KAKUZAN_SEARCH_NODES"):
        return Path(named)
    if os.getuid() == 0:
        return Path("/var/cache/kakuzan")
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "kakuzan"


def home(distribution: Distribution) -> Path:
    """Return where a distribution is, or will be, unpacked."""
    return shelf() / f"elasticsearch-{distribution.version}"


def fetch(distribution: Distribution) -> Path:
    """Return the unpacked distribution, fetched through Maven when it is not there; its digest is checked."""
    target = home(distribution)
    if target.is_dir():
        return target
    shelf().mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=shelf(), prefix="fetching-") as folder:
        artifact = ARTIFACT.format(version=distribution.version)
        command = ("mvn", "-q", "-B", "dependency:copy", f"-Dartifact={artifact}", f"-DoutputDirectory={folder}")
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise SetupError(f"Maven could not fetch {artifact}: {error}") from None
        archives = list(Path(folder).glob("*.zip"))
        if done.returncode or not archives:
            raise SetupError(f"Maven could not fetch {artifact}:\n{(done.stdout + done.stderr)[-2000:]}")
        if hashlib.sha256(archives[0].read_bytes()).hexdigest() != distribution.sha256:
            raise SetupError(
                f"{archives[0].name} is not the archive that is known by its SHA-256; it was not unpacked."
            )
        unpack(archives[0], Path(folder))
        with suppress(OSError):  # another run was first
            (Path(folder) / target.name).rename(target)
    return target


def unpack(archive: Path, folder: Path) -> None:
    """Unpack an archive so that everybody may read it and run its programs."""
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(folder)
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" or path.suffix == "" else 0o644)
