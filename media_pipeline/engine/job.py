"""A job: an upload and a recipe taken through all stages, resumed where an earlier attempt got to."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Collection
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from media_pipeline import manifest
from media_pipeline.about import board_of
from media_pipeline.clouds import manifest as points
from media_pipeline.engine import gate, process
from media_pipeline.engine.process import Task, Tell
from media_pipeline.engine.progress import Progress, Reporter
from media_pipeline.engine.schedule import Schedule, after
from media_pipeline.engine.store import Result, Store, key_of
from media_pipeline.errors import StageFault
from media_pipeline.exports import archive, svx
from media_pipeline.pictures import manifest as pictures
from media_pipeline.recipes import EXPORTS, Picture, Recipe
from media_pipeline.stages import ROUTES, STAGES, Stage
from media_pipeline.tools import tool_version

BUILDERS = {"mesh": manifest.build, "cloud": points.build, "picture": pictures.build}
EXPORTED = {"mesh": frozenset(EXPORTS), "cloud": frozenset({"archive"}), "picture": frozenset[str]()}
"""Voyager's document counts faces and knows no points."""

DELIVERED = ("inspect", "thin", "encode", "points", "previews", "views", "compare", "tiles", "pyramid")
REPORTING = ("inspect", "thin")
"""Of what these stages write only the report for curators is delivered."""


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be done: the upload (file, folder or zip), the recipe, and what people know about the asset (see
    manifest.build).
    """

    source: Path
    recipe: Recipe
    about: dict[str, Any]


def run(job: Job, *, out: Path, work: Path, progress: Callable[[Progress], None], cancel: Callable[[], bool]) -> Path:
    """Run `job`, put manifest, derivatives and previews into `out` and return the manifest's path.

    `work` keeps finished stages between attempts. Raises BadInput, StageFault, Cancelled.
    """
    out.mkdir(parents=True, exist_ok=True)
    store = Store(work)
    reporter = Reporter(store.folder / "progress.jsonl", progress, _rows("mesh", job.recipe))
    runner = _Runner(job, store)
    schedule = Schedule(runner.build, reporter, cancel)
    runner.results = schedule.results
    form = "picture" if job.recipe.picture else runner.form(schedule)
    rows = _rows(form, job.recipe)
    reporter.expect(rows)
    schedule.run([row for row in rows if row.name not in schedule.results], runner.judge)
    results = {row.name: schedule.results[row.name] for row in rows}
    _deliver(results, out)
    _place(job.about.get("geo", {}), out)
    document = BUILDERS[form](job.recipe, results, job.about)
    document["warnings"] += runner.notes
    wanted = [kind for kind in job.recipe.exports if kind in EXPORTED[form]]
    document["exports"] = [_export(kind, document, results, out) for kind in wanted]
    manifest.write(document, out / "manifest.json")
    reporter.finished()
    return out / "manifest.json"


class _Runner:
    """Makes the result of each stage, or finds it, and has levels made again that lost too much."""

    def __init__(self, job: Job, store: Store) -> None:
        self.job, self.store = job, store
        self.results: dict[str, Result] = {}
        self.notes: list[str] = []
        self._attempts = 0

    def form(self, schedule: Schedule) -> str:
        """Read the upload and return what it is: mesh or cloud."""
        schedule.run(STAGES[:2], self.judge)
        return str(self.results["read"].values["kind"])

    def build(self, row: Stage, tell: Tell, cancel: Callable[[], bool]) -> Result:
        """Run one stage, or return the result that is there. Raises Cancelled."""
        params = self._params(row.name)
        if row.name == "intake":
            name = tempfile.mktemp(dir=self.store.folder)  # noqa: S306 - only a name
            return self._built(row, params, key_of("new", name), tell, cancel)
        inputs = [self.results[name].key for name in row.needs]
        key = key_of(row.name, row.version, params, inputs, {tool: tool_version(tool) for tool in row.tools})
        with self.store.lock(f"{row.name}-{key}", cancel):
            return self.store.find(row.name, key) or self._built(row, params, key, tell, cancel)

    def judge(self, name: str) -> Collection[str]:
        """Return which stages are to be done once more after the measurement: none where every level keeps its recipe's
        limits. Raises StageFault with the figures when that does not help.
        """
        if name != "measure":
            return ()
        self._attempts += 1
        values = {name: result.values for name, result in self.results.items()}
        missed = gate.misses(self.job.recipe, values["measure"], values["levels"])
        if not missed:
            return ()
        self.notes += [str(miss) for miss in missed]
        higher = gate.raised(self.job.recipe, missed, int(values["repair"]["triangles"]))
        if higher is None or self._attempts == gate.ATTEMPTS:
            raise StageFault("the result is not true enough: " + "; ".join(map(str, missed)))
        self.job = replace(self.job, recipe=higher)
        return {"levels"} | after("levels")

    def _built(self, row: Stage, params: dict[str, Any], key: str, tell: Tell, cancel: Callable[[], bool]) -> Result:
        inputs = {name: str(self.results[name].files) for name in row.needs}
        with self.store.building(row.name, key) as folder:
            began = datetime.now(UTC)
            task = Task(row.name, params, inputs, folder)
            done = process.run(task, limits=self.job.recipe.limits, tell=tell, cancel=cancel)
            done["began"] = round(began.timestamp(), 2)
            done["finished"] = datetime.now(UTC).isoformat(timespec="seconds")
            if row.name == "intake":  # known by what it found, since it looks at the upload afresh each time
                picture = ["picture"] if self.job.recipe.picture else []
                key = key_of("intake", row.version, done["values"]["digest"], *picture)
            return self.store.keep(row.name, key, folder, done)

    def _files(self) -> dict[str, Any]:
        """Return the derivatives to write and the surveyed board; those for a board only where there is one."""
        board = board_of(self.job.about)
        rows = [asdict(row) for row in self.job.recipe.derivatives if board or row.format != "usdz-board"]
        return {"derivatives": rows, "board": board.kept(self.store.folder / "boards") if board else None}

    def _params(self, name: str) -> dict[str, Any]:
        """Return what the stage is told, which is also part of its key: only what changes its result, so that recipes
        share work.
        """
        recipe = self.job.recipe
        if recipe.picture:
            return self._picture_params(name, recipe.picture)
        levels = [asdict(replace(level, head_start=0.0, rms_pct=0.0, psnr=0.0)) for level in recipe.levels]
        counts = [
            {name: asdict(row)[name] for name in ("name", "triangles", "uv", "head_start")} for row in recipe.levels
        ]
        clouds = [asdict(row) for row in recipe.clouds]
        values: dict[str, dict[str, Any]] = {
            "intake": {"input": str(self.job.source.absolute()), "limits": asdict(recipe.intake)},
            "read": {"source": asdict(recipe.source), "max_texture": recipe.intake.max_texture},
            "inspect": {},
            "repair": asdict(recipe.repair),
            "levels": {"levels": counts, "thinned": recipe.comparison.triangles},
            "unwrap": {"levels": levels, "atlas_seconds": recipe.limits.atlas_seconds},
            "bake": {"levels": levels},
            "encode": self._files(),
            "previews": {"previews": asdict(recipe.previews), "level": recipe.levels[0].name},
            "tiles": {"tiles": asdict(recipe.tiles)},
            "compare": {"levels": [row["name"] for row in levels], "comparison": asdict(recipe.comparison)},
            "measure": {"levels": levels, "measure": asdict(recipe.measure)},
            "thin": {"clouds": [{"name": row["name"], "points": row["points"]} for row in clouds]},
            "points": {"clouds": clouds},
            "views": {"clouds": [{"name": row["name"]} for row in clouds], "previews": asdict(recipe.previews)},
        }
        if name == "read":
            values[name]["meshes"] = self.results["intake"].values["meshes"]
        if name in REPORTING:
            read = self.results["read"].values
            title = Path(self.results["intake"].values["meshes"][0]).name
            values[name] |= {"frame": read["frame"], "projected": read["projected"], "title": title}
        return values[name]

    def _picture_params(self, name: str, picture: Picture) -> dict[str, Any]:
        recipe = self.job.recipe
        if name == "intake":
            return {"input": str(self.job.source.absolute()), "limits": asdict(recipe.intake), "kind": "picture"}
        shown = {"poster_widths": recipe.previews.poster_widths, "background": recipe.previews.background}
        return {"picture": self.results["intake"].values["meshes"][0], "tiles": asdict(picture), **shown}


def _rows(form: str, recipe: Recipe) -> list[Stage]:
    """Return the stages of a mesh or a cloud that `recipe` asks for."""
    return [row for row in ROUTES[form] if _asked(row.name, recipe)]


def _asked(stage: str, recipe: Recipe) -> bool:
    """Tell whether `recipe` wants a stage that may be left out."""
    wanted = {"tiles": recipe.tiles.triangles, "compare": recipe.comparison.triangles}
    return bool(wanted.get(stage, True))


def _deliver(results: dict[str, Result], out: Path) -> None:
    """Copy derivatives and previews to `out`, each file appearing whole."""
    for name in [name for name in DELIVERED if name in results]:
        result = results[name]
        for path in sorted(result.files.rglob("*")):
            if path.is_file() and (name not in REPORTING or path.parent.name == "findings"):
                target = out / path.relative_to(result.files)
                target.parent.mkdir(parents=True, exist_ok=True)
                part = target.with_name(target.name + ".part")
                shutil.copyfile(path, part)
                part.replace(target)


def _place(geo: dict[str, Any], out: Path) -> None:
    """Stand the tiles where `geo` (lon, lat, height, heading) says; without a place they stay at the origin."""
    path = out / "tiles" / "tileset.json"
    if not path.exists() or "lon" not in geo or "lat" not in geo:
        return
    from media_pipeline.tiles import tileset  # numpy, which only this and stage processes need

    document = json.loads(path.read_text("utf-8"))
    document["root"]["transform"] = tileset.east_north_up(
        geo["lon"], geo["lat"], geo.get("height", 0.0), heading=geo.get("heading", 0.0)
    )
    manifest.write(document, path)


def _export(kind: str, document: dict[str, Any], results: dict[str, Result], out: Path) -> dict[str, Any]:
    """Write `document` in another form beside it and return the row of its file."""
    target = out / EXPORTS[kind]
    if kind == "svx":
        manifest.write(svx.document(document), target)
    else:
        found = results[next(name for name in REPORTING if name in results)].files
        papers = {"manifest.json": manifest.text(document).encode()}
        papers |= {path.name: path.read_bytes() for path in [found / "inspection.json", *found.rglob("report.*.md")]}
        archive.write(document, target, master=results["intake"].files, documents=papers)
    with target.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"kind": kind, "uri": target.name, "bytes": target.stat().st_size, "sha256": digest}
