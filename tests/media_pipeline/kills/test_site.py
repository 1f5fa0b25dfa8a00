"""The site's media worker, killed while stages run and while it keeps what came out: the job is done once, with everything."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings

from tests.database import template
from tests.media_pipeline.kills.line import NAMES, ROOT, Kill, Line, timeless
from tests.media_pipeline.shapes import sphere, write_obj
from tests.processes import none_left

pytestmark = [
    pytest.mark.pipeline,
    pytest.mark.crash,
    pytest.mark.skipif(sys.platform != "linux", reason="processes are found in /proc"),
]

THREE = [Kill("stage", "levels", 0.5, nth=1), Kill("job", "previews", 0.5), Kill("job", "keep:1")]
KEEPING = ("keep:begin", "keep:1", "keep:2", "keep:3", "keep:done")


class Site(Line):
    """A data folder with one upload, worked on by media workers."""

    def __init__(self, source: Path, folder: Path, usual: dict[str, float]) -> None:
        super().__init__(source, folder, usual)
        self.data = folder / "var"
        self.worker: subprocess.Popen[bytes] | None = None
        self.data.mkdir()
        shutil.copyfile(template(), self.data / "kakuzan.sqlite3")
        self.environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        self.environment |= {"KAKUZAN_DATA": str(self.data), "DJANGO_SETTINGS_MODULE": "cms.settings.run"}
        self._run("upload", str(source))
        (asset,) = self.rows("SELECT uuid FROM media_pipeline_asset")
        self.work = self.data / "work" / str(UUID(asset["uuid"])) / "stages"

    def _run(self, *arguments: str) -> None:
        command = [sys.executable, "-m", "tests.media_pipeline.kills.site", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr

    def rows(self, statement: str) -> list[dict[str, Any]]:
        """Return rows of the site's database."""
        with closing(sqlite3.connect(self.data / "kakuzan.sqlite3", timeout=20)) as connection:
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute(statement)]

    def finish(self) -> None:
        """Let a worker do what is open."""
        self.bury()
        self._run("none")

    def suffer(self, kill: Kill) -> None:
        """Let a worker be killed, at once or at a mine; or a stage of it, which it survives and tries again.

        Where the last stages took no time the job may be done before a kill is due: that one is left out.
        """
        if self.worker is None or ":" in kill.at:
            self.bury()
            point = kill.at if ":" in kill.at else "none"
            command = [sys.executable, "-m", "tests.media_pipeline.kills.site", point]
            with (self.folder / "said.txt").open("a") as said:
                self.worker = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=said, stderr=said)
        struck = ":" in kill.at or self.strike(self.worker, kill)
        if self.worker.poll() == 0 or not struck or (kill.victim == "job" and self.worker.wait(timeout=180) == 0):
            self.bury()
            assert self.rows("SELECT state FROM media_pipeline_job") == [{"state": "done"}]
            return
        if kill.victim == "job":
            assert self.worker.wait(timeout=180) == -signal.SIGKILL, (kill, (self.folder / "said.txt").read_text())
            self.bury()
        self.killed.append(str(kill))

    def bury(self) -> None:
        """Kill the worker, if one is alive, and see that all its processes go with it."""
        if self.worker is not None:
            self.worker.kill()
            self.worker.wait()
            self.worker = None
            assert none_left(str(self.data)), f"after {self.killed}: processes are left"

    def done(self) -> dict[str, Any]:
        """Return the finished job's manifest as the library wrote it; check that it was done once, with all its files."""
        (job,) = self.rows("SELECT * FROM media_pipeline_job")
        (asset,) = self.rows("SELECT * FROM media_pipeline_asset")
        assert (job["state"], job["error"], asset["primary_id"]) == ("done", "", job["id"])
        manifest = json.loads(job["manifest"])
        files = [*manifest["derivatives"], *manifest["previews"]]
        rows = self.rows("SELECT * FROM media_pipeline_derivative")
        held = {row["uri"]: row["name"] for row in rows}
        assert len(held) == len(rows)
        assert {row["uri"]: row["name"] for row in files}.items() <= held.items()
        assert {uri for uri in held.keys() - {row["uri"] for row in files} if not uri.startswith("tiles/")} == set()
        public = {
            path.relative_to(self.data / "public").as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in (self.data / "public").rglob("*")
            if path.is_file()
        }
        assert public.keys() == set(held.values())
        assert all(Path(name).stem == digest[:40] for name, digest in public.items())
        assert not list(self.work.parent.glob("out-*"))
        return manifest


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> Path:
    """A rippled, textured sphere of 288 triangles in a zip."""
    if not settings.DATABASES["default"]["ENGINE"].endswith("sqlite3") or not template().exists():
        pytest.skip("needs the migrated SQLite file that tests start from")
    folder = tmp_path_factory.mktemp("upload")
    positions, faces, uvs = sphere(10, 16, ripple=0.05)
    write_obj(folder / "keep.obj", positions, faces, uvs, texture="stone.png")
    with zipfile.ZipFile(folder / "keep.zip", "w") as archive:
        for name in ("keep.obj", "keep.mtl", "stone.png"):
            archive.write(folder / name, name)
    return folder / "keep.zip"


def killed(kills: list[Kill], source: Path, folder: Path, usual: dict[str, float]) -> Site:
    """Return a site after an upload, all `kills`, and a worker that was left alone."""
    site = Site(source, folder, usual)
    for kill in kills:
        site.suffer(kill)
    site.finish()
    return site


def published(manifest: dict[str, Any]) -> dict[str, Any]:
    """Return a site's manifest as the command line would have written it, without what names public files."""
    found = timeless(manifest)
    compared = found["comparison"]
    for row in [*found["derivatives"], *found["previews"], found["tiles"], compared["master"], *compared["levels"]]:
        del row["name"]
        if "mime" in row and "sha256" not in row:
            del row["mime"]
    return found


def expected(undisturbed: Line) -> dict[str, Any]:
    """Return the manifest of the undisturbed job without its exports, which a site serves by itself."""
    return {name: value for name, value in undisturbed.result()["manifest"].items() if name != "exports"}


def test_a_worker_killed_twice_and_its_stage_once_does_the_job_once(
    source: Path, tmp_path: Path, undisturbed: Line
) -> None:
    site = killed(THREE, source, tmp_path, undisturbed.usual)
    assert len(site.killed) == 3
    assert published(site.done()) == expected(undisturbed)
    assert site.left() == undisturbed.left()


@pytest.mark.full
@pytest.mark.parametrize("seed", range(1871, 1874))
def test_a_worker_killed_at_seven_moments_does_the_job_once(
    seed: int, source: Path, tmp_path: Path, undisturbed: Line
) -> None:
    dice = random.Random(seed)
    stages = sorted(dice.sample(NAMES, 5), key=NAMES.index)
    kills = [Kill(dice.choice(("job", "stage")), name, dice.random(), dice.randrange(3)) for name in stages]
    keeping = sorted(dice.sample(range(len(KEEPING) - 1), 2))
    site = killed([*kills, *(Kill("job", KEEPING[index]) for index in keeping)], source, tmp_path, undisturbed.usual)
    assert len(site.killed) >= 4
    assert published(site.done()) == expected(undisturbed)
    assert site.left() == undisturbed.left()
