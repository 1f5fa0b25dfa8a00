"""`python -m tests.bench [NAME …]`: run all measurements, or those named, print the table, exit 1 when a budget is broken."""

from __future__ import annotations

import importlib
import os
import pkgutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.sizes import Skipped

FRAME = {
    *("__main__", "figures", "settings", "sizes", "town", "peer", "pipeline", "walls"),
    *("catalogue", "filling", "questions", "open_loop", "stock", "large"),
}
HERE = Path(__file__).parent


def names() -> list[str]:
    """Return the measurements: every module here with a `measure`."""
    return sorted(found.name for found in pkgutil.iter_modules([str(HERE)]) if found.name not in FRAME)


def apart(name: str) -> int:
    """Run one measurement in a process and a data folder of its own, so that none disturbs another."""
    with tempfile.TemporaryDirectory(prefix=f"kakuzan-bench-{name}-") as data:
        environment = {
            **os.environ,
            "KAKUZAN_DATA": data,
            "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
            "KAKUZAN_BENCH": name,
        }
        return subprocess.run([sys.executable, "-m", "tests.bench"], env=environment, check=False).returncode


def here(name: str) -> int:
    """Measure in this process and print the table; return 1 when a budget is broken."""
    try:
        figures = importlib.import_module(f"tests.bench.{name}").measure()
    except Skipped as reason:
        print(f"\n{name}\nskipped: {reason}")
        return 0
    print(f"\n{name}", *figures, sep="\n")
    return 0 if all(figure.is_kept for figure in figures) else 1


def main(arguments: list[str]) -> int:
    """Run the measurements that are asked for."""
    if chosen := os.environ.get("KAKUZAN_BENCH"):
        return here(chosen)
    unknown = set(arguments) - set(names())
    if unknown:
        print(f"unknown: {', '.join(sorted(unknown))}; known are {', '.join(names())}", file=sys.stderr)
        return 2
    return max([apart(name) for name in arguments or names()], default=0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
