"""`manage.py pipeline run|report|verify|gc`."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage, storages
from django.core.management import CommandError, call_command

from media_pipeline.errors import BadInput
from media_pipeline.jobs import worker
from media_pipeline.models import Asset, Derivative, Job
from tests.media_pipeline.jobs_library import Library, mesh

pytestmark = pytest.mark.django_db


def said(*arguments: str) -> str:
    """Run the command and return what it printed."""
    out = StringIO()
    call_command("pipeline", *arguments, stdout=out, stderr=out)
    return out.getvalue()


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path / "data"


@pytest.fixture
def wall(library: Library) -> Asset:
    asset = mesh()
    worker.work_once()
    return asset


def test_files_are_queued_as_one_model(tmp_path: Path) -> None:
    for name in ("wall.obj", "wall.mtl"):
        (tmp_path / name).write_text("# 石垣\n")
    said("run", str(tmp_path / "wall.obj"), str(tmp_path / "wall.mtl"), "--recipe", "ar", "--unit", "mm")
    job = Job.objects.get()
    assert (job.state, job.recipe, job.unit, job.asset.title, len(job.asset.master)) == (
        "queued",
        "ar",
        "mm",
        "wall",
        2,
    )


def test_asset_can_be_run_at_once_whatever_waits(wall: Asset, library: Library) -> None:
    waiting = mesh("天守台").jobs.get()
    assert "a.glb" in said("run", str(wall.pk), "--recipe", "ar", "--now")
    waiting.refresh_from_db()
    assert (waiting.state, wall.jobs.filter(state="done").count()) == ("queued", 2)


def test_run_that_fails_says_why(wall: Asset, library: Library) -> None:
    library.error = BadInput("wall.obj", "line 3", "no faces")
    with pytest.raises(CommandError, match=r"wall\.obj: line 3: no faces"):
        said("run", str(wall.pk), "--now")


@pytest.mark.parametrize("source", ["0b0e9a56-0000-4000-8000-000000000000", "missing.obj"])
def test_what_is_neither_model_nor_file_is_refused(source: str) -> None:
    with pytest.raises(CommandError, match=source):
        said("run", source)


def test_report_has_the_figures_as_table_and_as_json(wall: Asset) -> None:
    line = next(row for row in said("report", str(wall.pk)).splitlines() if "a.glb" in row)
    assert line.split() == ["a.glb", "60000", "0.00", "10.00", "0.0200", "50.0", "27.3"]
    version = json.loads(said("report", str(wall.pk), "--json"))["versions"][0]
    assert (version["primary"], version["rows"][0]["rms_mm"], version["seconds"]) == (True, 10.0, 12.5)


def test_unchanged_files_verify(wall: Asset) -> None:
    assert said("verify") == "1 assets, 3 files, 0 wrong\n"


@pytest.mark.parametrize(
    ("damage", "rule"), [(b"glTF\x02", "SHA-256 is"), (b"glTF", "has 4 bytes, not 5"), (None, "there is no such file")]
)
def test_damaged_derivative_is_found(wall: Asset, damage: bytes | None, rule: str) -> None:
    path = Path(storages["public"].path(Derivative.objects.get(uri="a.glb").name))
    original = path.read_bytes()
    path.unlink()
    if damage is not None:
        path.write_bytes(damage)
    out = StringIO()
    try:
        with pytest.raises(SystemExit, match="1"):
            call_command("pipeline", "verify", str(wall.pk), stdout=out, stderr=out)
    finally:
        path.write_bytes(original)
    assert rule in out.getvalue()
    assert "1 wrong" in out.getvalue()


def test_changed_master_is_found(wall: Asset) -> None:
    Path(default_storage.path(wall.master[0]["name"])).write_bytes(b"v 1 0 0\n")
    with pytest.raises(SystemExit):
        said("verify", str(wall.pk))


def test_gc_says_what_it_would_remove_and_what_it_removed(wall: Asset) -> None:
    assert said("gc", "--days", "0", "--dry-run").startswith("1 folders of work, 0.0 MB")
    assert said("gc", "--days", "0").startswith("1 folders of work")
    assert said("gc", "--days", "0").startswith("0 folders of work")
