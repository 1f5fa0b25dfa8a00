"""The process of one stage: `python -m media_pipeline.engine.child TASK.json`.

Confines itself, runs the stage's function, leaves result.json or error.json in the task's folder. Exit code 0, 3 (bad
input) or 4 (stage fault).
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from media_pipeline.engine.limits import confine

EXIT_BAD_INPUT, EXIT_FAULT = 3, 4


def main(task_file: Path) -> int:
    """Run the task described by `task_file` and return the process's exit code."""
    task = json.loads(task_file.read_text("utf-8"))
    offline = confine(**task["limits"])
    folder = Path(task["folder"])
    try:
        result = _run(task, folder)
    except Exception as error:  # noqa: BLE001 - whatever it was goes back as a file
        return _report(error, folder)
    result["offline"] = offline
    (folder / "result.json").write_text(json.dumps(result, ensure_ascii=False), "utf-8")
    return 0


def _run(task: dict[str, Any], folder: Path) -> dict[str, Any]:
    from media_pipeline.stages import Desk, function

    with (folder / "progress.jsonl").open("w", encoding="utf-8", buffering=1) as lines:
        desk = Desk(
            inputs={name: Path(path) for name, path in task["inputs"].items()},
            out=folder / "files",
            temporary=folder / "tmp",
            params=task["params"],
            tell=lambda share, note: print(json.dumps({"share": round(share, 3), "note": note}), file=lines),
        )
        return {"values": function(task["stage"])(desk)}


def _report(error: Exception, folder: Path) -> int:
    from media_pipeline.errors import BadInput, StageFault

    if isinstance(error, BadInput):
        row = {"kind": "bad_input", "file": error.file, "place": error.place, "rule": error.rule}
    elif isinstance(error, MemoryError):
        row = {"kind": "fault", "text": "out of memory"}
    elif isinstance(error, ImportError):
        from media_pipeline.checks_open3d import diagnosis

        row = {"kind": "fault", "text": diagnosis(f"{type(error).__name__}: {error}").reason}
    elif isinstance(error, StageFault):
        row = {"kind": "fault", "text": str(error)}
    else:
        import traceback

        traceback.print_exception(error)
        row = {"kind": "fault", "text": f"{type(error).__name__}: {error}"[:400]}
    (folder / "error.json").write_text(json.dumps(row, ensure_ascii=False), "utf-8")
    return EXIT_BAD_INPUT if row["kind"] == "bad_input" else EXIT_FAULT


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
