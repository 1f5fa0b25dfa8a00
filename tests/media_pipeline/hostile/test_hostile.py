"""Every broken or hostile upload ends within a minute, in a sentence that names file, place and rule, and reaches nothing beside it."""

from __future__ import annotations

import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from media_pipeline.engine import process
from media_pipeline.engine.process import Task
from media_pipeline.errors import BadInput
from media_pipeline.recipes import IntakeLimits, Limits, Source
from media_pipeline.stages import Desk, intake, read
from tests.media_pipeline.hostile import (
    archive_files,
    gltf_files,
    markup_files,
    obj_files,
    packed_files,
    picture_files,
    ply_files,
    stl_files,
)
from tests.media_pipeline.hostile.case import PLACES, SECRET, Case, put
from tests.media_pipeline.hostile.picture_files import chunk, png

MODULES = (obj_files, ply_files, stl_files, gltf_files, packed_files, picture_files, archive_files, markup_files)
CASES = [case for module in MODULES for case in module.CASES]
LIMITS = Limits(memory_mb=2048, file_mb=1024, stage_seconds=50)
SECONDS = 60
SECRET_PNG = png(4, 4, extra=chunk(b"tEXt", b"Comment\0" + SECRET))


def parameters() -> list[Any]:
    return [pytest.param(case, id=case.name, marks=[pytest.mark.full] if case.full else []) for case in CASES]


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """The folder of an upload, with secrets beside it."""
    for name, content in {"secret.txt": SECRET, "secret.mtl": b"newmtl m\n# " + SECRET, "secret.png": SECRET_PNG,
                          "secret.obj": b"# " + SECRET + b"\nv 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n"}.items():  # fmt: skip
        put(tmp_path / PLACES / name, content)
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


def run_here(stage: str, params: dict[str, Any], inputs: dict[str, str], folder: Path) -> dict[str, Any]:
    """Run a stage in this process."""
    for name in ("files", "tmp"):
        (folder / name).mkdir()
    desk = Desk({k: Path(v) for k, v in inputs.items()}, folder / "files", folder / "tmp", params, lambda *_: None)
    return {"values": {"intake": intake, "read": read}[stage].run(desk)}


def run_limited(stage: str, params: dict[str, Any], inputs: dict[str, str], folder: Path) -> dict[str, Any]:
    """Run a stage as a job does."""
    return process.run(Task(stage, params, inputs, folder), limits=LIMITS, tell=lambda *_: None, cancel=lambda: False)


def taken_in(source: Path, job: Path, *, limited: bool) -> dict[str, Any]:
    """Take `source` through intake and reading, as a job begins, and return what reading said."""
    run = run_limited if limited else run_here
    for name in ("intake", "read"):
        (job / name).mkdir(parents=True)
    found = run("intake", {"input": str(source), "limits": asdict(IntakeLimits())}, {}, job / "intake")["values"]
    params = {"meshes": found["meshes"], "max_texture": IntakeLimits().max_texture, "source": asdict(Source())}
    values: dict[str, Any] = run("read", params, {"intake": str(job / "intake" / "files")}, job / "read")["values"]
    return values


def state(folder: Path) -> dict[str, tuple[int, int, int]]:
    """Return what lies in `folder`, so that a change would show."""
    return {str(p): (p.lstat().st_mtime_ns, p.lstat().st_size, p.lstat().st_mode) for p in sorted(folder.rglob("*"))}


@pytest.mark.parametrize("case", parameters())
def test_hostile_upload_is_refused_and_reaches_nothing(case: Case, inbox: Path, tmp_path: Path):
    source, job = case.write(inbox), tmp_path / "job"
    before, started = (state(inbox), state(tmp_path / PLACES)), time.monotonic()
    with pytest.raises(BadInput, match=case.says) as caught:
        taken_in(source, job, limited=case.limited)
    assert time.monotonic() - started < SECONDS
    assert caught.value.file
    assert caught.value.rule
    assert "\n" not in str(caught.value)
    assert str(tmp_path) not in str(caught.value)
    assert (state(inbox), state(tmp_path / PLACES)) == before
    assert {p.name for p in tmp_path.iterdir()} == {"inbox", PLACES.name, "job"}
    assert not [p for p in job.rglob("*") if p.is_symlink() or (p.is_file() and SECRET in p.read_bytes()[: 1 << 20])]


def test_there_are_enough_of_them():
    assert len({case.name for case in CASES}) == len(CASES) >= 120
