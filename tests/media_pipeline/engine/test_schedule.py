"""Stages side by side: what may run together, what ends what, and that the result does not show it."""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import media_pipeline
from media_pipeline import recipes
from media_pipeline.engine import process, schedule
from media_pipeline.engine.progress import Progress, Reporter
from media_pipeline.engine.schedule import Schedule
from media_pipeline.engine.store import Result
from media_pipeline.errors import Cancelled, StageFault
from media_pipeline.stages import STAGES, Stage
from tests.media_pipeline.shapes import sphere, write_obj
from tests.media_pipeline.test_job import RECIPE
from tests.processes import none_left

ROWS = [row for row in STAGES if row.name != "tiles"]
TIMES = {"began", "finished", "seconds", "cpu_seconds", "peak_rss_mb"}


class Crew:
    """Stands for the stages: each sleeps a moment or does what `acts` says, and notes what ran beside it."""

    def __init__(self, tmp_path: Path, *, triangles: int = 1000, **acts: Callable[[Callable[[], bool]], None]) -> None:
        self.triangles, self.acts = triangles, acts
        self.began: list[str] = []
        self.ended: list[str] = []
        self.beside: set[frozenset[str]] = set()
        self.heard: list[Progress] = []
        self.reporter = Reporter(tmp_path / "progress.jsonl", self.heard.append, ROWS)
        self._now: set[str] = set()
        self._lock = threading.Lock()

    def run(self, cancel: Callable[[], bool] = lambda: False, judge: schedule.Judge = lambda name: ()) -> Schedule:
        made = Schedule(self.build, self.reporter, cancel)
        made.run(ROWS, judge)
        return made

    def build(self, row: Stage, tell: process.Tell, cancel: Callable[[], bool]) -> Result:
        with self._lock:
            self.began.append(row.name)
            self._now.add(row.name)
            self.beside.add(frozenset(self._now))
        try:
            tell(0.5, row.name)
            self.acts.get(row.name, lambda cancel: time.sleep(0.05))(cancel)
        finally:
            with self._lock:
                self._now.remove(row.name)
                self.ended.append(row.name)
        values = {"triangles": self.triangles}
        return Result(row.name, row.name, Path(), values, 0.0, 0.1, 0.1, 10, "2026-11-22T10:00:00+00:00", True)


def until_stopped(cancel: Callable[[], bool]) -> None:
    for _ in range(500):
        if cancel():
            raise Cancelled("stopped")
        time.sleep(0.01)
    raise AssertionError("nobody stopped it")


def fault(cancel: Callable[[], bool]) -> None:
    raise StageFault("repair: out of memory")


@pytest.fixture(autouse=True)
def two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(schedule, "memory_mb", lambda: 16_000)


def test_stages_begin_after_what_they_read_and_two_run_at_once(tmp_path):
    crew = Crew(tmp_path)
    crew.run()
    for row in ROWS:
        assert all(crew.began.index(need) < crew.began.index(row.name) for need in row.needs)
    assert {frozenset({"inspect", "repair"}), frozenset({"measure", "previews"})} <= crew.beside
    assert max(map(len, crew.beside)) == 2


def test_large_stages_wait_for_each_other(tmp_path):
    crew = Crew(tmp_path, triangles=20_000_000)
    crew.run()
    assert max(map(len, crew.beside)) == 1


def test_one_core_runs_one_stage(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    crew = Crew(tmp_path)
    crew.run()
    assert max(map(len, crew.beside)) == 1


def test_fault_of_one_ends_the_other_and_nothing_begins_after_it(tmp_path):
    crew = Crew(tmp_path, inspect=until_stopped, repair=fault)
    with pytest.raises(StageFault, match="repair: out of memory"):
        crew.run()
    assert sorted(crew.began) == sorted(crew.ended) == ["inspect", "intake", "read", "repair"]


def test_cancel_ends_both(tmp_path):
    crew = Crew(tmp_path, inspect=until_stopped, repair=until_stopped)
    with pytest.raises(Cancelled, match=r"during (inspect and repair|repair and inspect)"):
        crew.run(cancel=lambda: {"inspect", "repair"} <= set(crew.began))
    assert {"inspect", "repair"} <= set(crew.ended)


def test_missed_measurement_withdraws_what_was_made_of_it(tmp_path):
    once: list[str] = []

    def judge(name: str) -> Any:
        if name != "measure" or once:
            return ()
        once.append(name)
        return {"levels"} | schedule.after("levels")

    crew = Crew(tmp_path, previews=lambda cancel: time.sleep(0.05) if once else until_stopped(cancel))
    made = crew.run(judge=judge)
    assert {name: crew.began.count(name) for name in ("repair", "inspect", "levels", "measure", "previews")} == {
        "repair": 1, "inspect": 1, "levels": 2, "measure": 2, "previews": 2,
    }  # fmt: skip
    assert made.results.keys() == {row.name for row in ROWS}


def test_progress_counts_both_and_never_falls(tmp_path):
    crew = Crew(tmp_path)
    crew.run()
    shares = [row.share for row in crew.heard]
    assert shares == sorted(shares)
    assert shares[-1] == 1
    assert {row.stage for row in crew.heard} == {row.name for row in ROWS}


@pytest.mark.pipeline
def test_manifest_does_not_show_what_ran_side_by_side(tmp_path, monkeypatch):
    positions, faces, uvs = sphere(20, 40, ripple=0.05)
    source = write_obj(tmp_path / "stone.obj", positions, faces, uvs, texture="stone.png")
    texts = []
    for at_once in (2, 1):
        monkeypatch.setattr(schedule, "AT_ONCE", at_once)
        out = tmp_path / str(at_once)
        document = json.loads(
            media_pipeline.run(source, recipe=RECIPE, out=out, work=tmp_path / f"w{at_once}").read_text("utf-8")
        )
        rows = [document["provenance"], *document["provenance"]["stages"]]
        for row in rows:
            row.update(dict.fromkeys(TIMES & row.keys()))
        texts.append(json.dumps(_without_sums_of_zips(document), ensure_ascii=False))
    assert texts[0] == texts[1]


def _without_sums_of_zips(document: dict[str, Any]) -> dict[str, Any]:
    """The archive holds the manifest with its times."""
    for row in document["exports"]:
        if row["kind"] == "archive":
            row.update({"sha256": "", "bytes": 0})
    return document


@pytest.mark.pipeline
def test_cancel_leaves_no_process_of_either_stage(tmp_path):
    positions, faces, uvs = sphere(60, 120, ripple=0.05)
    source = write_obj(tmp_path / "stone.obj", positions, faces, uvs)
    work = tmp_path / "work"

    def both() -> bool:
        begun = {path.parent.name.split("-")[0] for path in (work / "building").glob("*/task.json")}
        return {"inspect", "repair"} <= begun

    with pytest.raises(Cancelled):
        media_pipeline.run(source, recipe=recipes.load(RECIPE), out=tmp_path / "out", work=work, cancel=both)
    assert none_left(str(work))
    assert not list((work / "building").iterdir())
