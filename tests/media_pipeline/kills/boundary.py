"""The command line with a mine at one place: `python -m tests.media_pipeline.kills.boundary POINT ARGUMENTS...`.

POINT is STAGE:begin (its process is about to start), STAGE:done (it has ended well), STAGE:kept (its result has its
name), deliver:N (the N-th file is copied, not yet named), manifest:begin or manifest:done.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable
from typing import Any

from media_pipeline import __main__, manifest
from media_pipeline.engine import process
from media_pipeline.engine.store import Store


def die(point: str, here: str) -> None:
    """End this process as the system ends it, if `here` is the place."""
    if here == point:
        os.kill(os.getpid(), signal.SIGKILL)


def lay(point: str) -> None:
    """Put the mine at `point`."""
    run, keep, copy, write = process.run, Store.keep, shutil.copyfile, manifest.write
    copied = 0

    def mined_run(task: process.Task, **members: Any) -> dict[str, Any]:
        die(point, f"{task.stage}:begin")
        done = run(task, **members)
        die(point, f"{task.stage}:done")
        return done

    def mined_keep(store: Store, stage: str, *rest: Any) -> Any:
        kept = keep(store, stage, *rest)
        die(point, f"{stage}:kept")
        return kept

    def mined_copy(*members: Any) -> Any:
        nonlocal copied
        done = copy(*members)
        copied += 1
        die(point, f"deliver:{copied}")
        return done

    def mined_write(*members: Any) -> None:
        die(point, "manifest:begin")
        write(*members)
        if members[1].name == "manifest.json":
            die(point, "manifest:done")

    mines: list[tuple[Any, str, Callable[..., Any]]] = [
        (process, "run", mined_run), (Store, "keep", mined_keep), (shutil, "copyfile", mined_copy), (manifest, "write", mined_write)
    ]  # fmt: skip
    for owner, name, mine in mines:
        setattr(owner, name, mine)


if __name__ == "__main__":
    lay(sys.argv[1])
    sys.exit(__main__.main(sys.argv[2:]))
