"""Whether Open3D can be used here, found out without importing it into this process; and if not, which Debian package
is missing.
"""

from __future__ import annotations

import ctypes.util
import re
import subprocess
import sys
from dataclasses import dataclass
from functools import cache

LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libudev.so.1": "libudev1",
    "libusb-1.0.so.0": "libusb-1.0-0",
    "libgomp.so.1": "libgomp1",
    "libidn2.so.0": "libidn2-0",
}
SECONDS = 60
MISSING = re.compile(r"(lib[\w.+-]+\.so[\w.]*): cannot open shared object file")


@dataclass(frozen=True, slots=True)
class Availability:
    """`usable` says it all; otherwise `packages` are the Debian packages to install (if known) and `reason` is one line
    for a log.
    """

    usable: bool
    packages: tuple[str, ...]
    reason: str


@cache
def availability() -> Availability:
    """Return whether stages that cast rays can run. The first call takes one or two seconds, later ones nothing."""
    try:
        probe = subprocess.run(
            [sys.executable, "-c", "import open3d"], check=False, capture_output=True, timeout=SECONDS, text=True
        )
    except subprocess.TimeoutExpired:
        return Availability(False, (), f"importing open3d took longer than {SECONDS} s")
    if probe.returncode == 0:
        return Availability(True, (), "")
    return diagnosis(probe.stderr)


def diagnosis(stderr: str) -> Availability:
    """Return what the failed import's `stderr` means. The loader names one missing library at a time, so the others are
    looked for too.
    """
    last = (stderr.strip().splitlines() or ["open3d ended without a message"])[-1]
    if found := MISSING.search(stderr):
        absent = {
            name for name in LIBRARIES if ctypes.util.find_library(name.removeprefix("lib").split(".so")[0]) is None
        }
        packages = tuple(sorted({LIBRARIES[name] for name in absent | ({found[1]} & LIBRARIES.keys())}))
        return Availability(
            False, packages, f"Open3D lacks {found[1]}; install {' '.join(packages) or 'the package that holds it'}"
        )
    if "No module named" in stderr:
        return Availability(False, (), "the Python package open3d-cpu is not installed")
    return Availability(False, (), last[:300])
