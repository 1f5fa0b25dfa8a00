"""A job that is killed again and again until it is done, and what to compare with one that nobody touched."""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from media_pipeline.stages import STAGES
from tests.processes import none_left, parents_of_all

ROOT = Path(__file__).resolve().parents[3]
RECIPE = Path(__file__).parent / "tiny.toml"
NAMES = [row.name for row in STAGES]
POINTS = (
    *(f"{name}:{place}" for name in NAMES for place in ("begin", "done", "kept")),
    "deliver:1", "deliver:3", "manifest:begin", "manifest:done",
)  # fmt: skip
"""Every boundary, in the order a job comes by."""

WHEN = ("finished", "seconds", "cpu_seconds", "peak_rss_mb", "stages")


@dataclass(frozen=True, slots=True)
class Kill:
    """The end of a process. `victim`: job, or stage (its 0th, 1st or 2nd process by `nth`). `at`: a boundary (see
    boundary.py), or the name of a stage and, in `share`, how much of its usual time it has had.
    """

    victim: str
    at: str
    share: float = 0.0
    nth: int = 0

    def __str__(self) -> str:
        return f"{self.victim}@{self.at}" + (f"+{self.share:.2f}" if ":" not in self.at else "")


def moments(count: int, *, seed: int) -> list[Kill]:
    """Return `count` kills in a job's order: half of them the job at boundaries, half of them at random moments."""
    dice = random.Random(seed)
    chosen = [Kill("job", point) for point in dice.sample(POINTS, count // 2)]
    while len(chosen) < count:
        kill = Kill(dice.choice(("job", "stage", "stage")), dice.choice(NAMES), dice.random(), dice.randrange(3))
        chosen.append(kill)
    return sorted(chosen, key=_place)


def _place(kill: Kill) -> tuple[int, float]:
    stage, _, place = kill.at.partition(":")
    if stage not in NAMES:
        return len(NAMES), POINTS.index(kill.at)
    return NAMES.index(stage), {"begin": -1.0, "done": 2.0, "kept": 3.0}.get(place, kill.share)


class Line:
    """One upload, its work and its derivatives, worked on by the command line."""

    def __init__(self, source: Path, folder: Path, usual: dict[str, float]) -> None:
        self.folder, self.out, self.work, self.usual = folder, folder / "out", folder / "work", usual
        self._arguments = [
            str(source),
            "--recipe",
            str(RECIPE),
            "--out",
            str(self.out),
            "--work",
            str(self.work),
            "--quiet",
        ]
        self.killed: list[str] = []

    def finish(self) -> None:
        """Run the job to its end; it must end well."""
        done = subprocess.run(
            [sys.executable, "-m", "media_pipeline", *self._arguments],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert done.stdout == f"{self.out / 'manifest.json'}\n"

    def suffer(self, kill: Kill) -> None:
        """Run the job until `kill` has ended it. It says so as it should, and leaves no process. Of two stages side by
        side the later may have its result already when the earlier is killed: then the job dies after its intake.
        """
        if list((self.work / "results").glob(f"{kill.at.partition(':')[0]}-*")) and not kill.at.startswith("intake"):
            kill = Kill("job", "intake:done")
        program = ["-m", "tests.media_pipeline.kills.boundary", kill.at] if ":" in kill.at else ["-m", "media_pipeline"]
        with (self.folder / "said.txt").open("w") as said:
            process = subprocess.Popen([sys.executable, *program, *self._arguments], cwd=ROOT, stdout=said, stderr=said)
        if ":" not in kill.at:
            self.strike(process, kill)
        code = process.wait(timeout=120)
        text = (self.folder / "said.txt").read_text()
        if kill.victim == "job":
            assert code == -signal.SIGKILL, (kill, code, text)
        else:
            assert code == 1, (kill, code, text)
            assert "was killed by SIGKILL" in text
        self.killed.append(str(kill))
        assert none_left(str(self.folder)), f"{kill}: processes are left"

    def strike(self, process: subprocess.Popen[Any], kill: Kill) -> bool:
        """Kill the job, or the process of whatever stage it is at, once the stage `kill.at` has had its share of time.

        Return whether that was done before the job ended by itself.
        """
        due = None
        while process.poll() is None:
            begun = (self.work / "building").glob("*-*/task.json")
            if due is None and any(self._is_due(path.parent.name, kill.at) for path in begun):
                due = time.monotonic() + kill.share * self.usual[kill.at]
            victims = [process.pid] if kill.victim == "job" else stage_processes(process.pid)
            if due is not None and time.monotonic() >= due and victims:
                with suppress(ProcessLookupError):
                    os.kill(victims[min(kill.nth, len(victims) - 1) if kill.victim == "stage" else 0], signal.SIGKILL)
                    return True
            time.sleep(0.005)
        return False

    @staticmethod
    def _is_due(building: str, stage: str) -> bool:
        """Tell whether the stage being built is `stage` or, where that one is finished already, a later one."""
        return NAMES.index(building.split("-")[0]) >= NAMES.index(stage)

    def result(self) -> dict[str, Any]:
        """Return the sums of all derivatives, and the manifest without its times."""
        sums = {
            path.relative_to(self.out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(self.out.rglob("*"))
            if path.is_file() and path.name != "manifest.json"
        }
        return {"sums": sums, "manifest": timeless(json.loads((self.out / "manifest.json").read_text("utf-8")))}

    def left(self) -> dict[str, list[str]]:
        """Return what lies about in the work: results by stage, and what is half built."""
        results = sorted(path.name for path in (self.work / "results").iterdir())
        inside = sorted({path.name for path in (self.work / "results").glob("*/*")})
        return {
            "results": results,
            "inside": inside,
            "building": [path.name for path in (self.work / "building").iterdir()],
        }


def timeless(manifest: dict[str, Any]) -> dict[str, Any]:
    """Return the manifest without what two runs may not have in common."""
    provenance = {name: value for name, value in manifest["provenance"].items() if name not in WHEN}
    return manifest | {"provenance": provenance}


def times(manifest: dict[str, Any]) -> dict[str, float]:
    """Return the seconds each stage took."""
    return {row["name"]: row["seconds"] for row in manifest["provenance"]["stages"]}


def stage_processes(job: int) -> list[int]:
    """Return the stage's processes below `job`, the one it started first."""
    below = parents_of_all()
    found, parents = [], {job}
    while parents:
        found += sorted(parents - {job})
        parents = {pid for pid, parent in below.items() if parent in parents}
    return found
