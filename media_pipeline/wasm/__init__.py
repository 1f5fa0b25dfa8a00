"""The vendored WebAssembly modules (gltfpack, meshoptimizer's simplifier and decoder) and their hosts in Python.

modules.json names origin, version, licence and SHA-256 of each; a file that does not match its sum is not run.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path

from media_pipeline.errors import StageFault

FOLDER = Path(__file__).parent


@cache
def versions() -> dict[str, str]:
    """Return {module file: version}, as recorded in modules.json."""
    return {name: row["version"] for name, row in _modules().items()}


def module_bytes(name: str) -> bytes:
    """Return the module `name` ("gltfpack.wasm" ...); StageFault if the file is not the vendored one."""
    wasm = (FOLDER / name).read_bytes()
    found, expected = hashlib.sha256(wasm).hexdigest(), _modules()[name]["sha256"]
    if found != expected:
        raise StageFault(f"{name} has SHA-256 {found}, modules.json says {expected}: the installation is damaged")
    return wasm


@cache
def _modules() -> dict[str, dict[str, str]]:
    rows: dict[str, dict[str, str]] = json.loads((FOLDER / "modules.json").read_text("utf-8"))
    return rows
