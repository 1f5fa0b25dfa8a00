"""What the 3D view of a model needs: the files it shows, the master it holds them against, where each lost how much."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.files.storage import default_storage, storages
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from wagtail import hooks

from cms.media.meshes.words import level_name, millimetres, number
from media_pipeline.jobs import report
from media_pipeline.jobs.report import Figures
from media_pipeline.models import Job

Row = Mapping[str, Any]


def bench(job: Job | None, others: Iterable[Job] = ()) -> dict[str, Any]:
    """Return the view's script, a picture for as long as it loads, a level for each packed GLB, the master's stand-in, and
    the levels of other versions, to be held beside.
    """
    manifest = (job.manifest if job else None) or {}
    compared = manifest.get("comparison") or {"master": None, "levels": []}
    heats = {row["level"]: row for row in compared["levels"] if "name" in row}
    scripts = [script for hook in hooks.get_hooks("mesh_bench_script") if (script := hook())]
    levels = [row for row in report.figures(manifest) if row.format == "glb-meshopt"]
    return {
        "script": scripts[0] if scripts else "",
        "poster": poster_of(job),
        "levels": [_level(row, heats.get(row.level)) for row in levels],
        "master": _master(compared["master"]),
        "collected": bool(compared["levels"]) and not heats,
        "others": [row for other in others for row in _of_version(other)],
        "words": {
            "distance": _("Distance %(length)s (%(across)s across, %(height)s in height)"),
            "error": _(
                "%(name)s: half of its points within %(median)s, 95 of 100 within %(most)s, largest %(largest)s"
            ),
        },
        "heats": len([row for row in levels if row.level in heats]),
    }


def _of_version(job: Job) -> list[dict[str, Any]]:
    """Return the levels of another version, each named with it."""
    name = _("version %(number)d: %(level)s")
    return [row | {"name": name % {"number": job.pk, "level": row["name"]}} for row in bench(job)["levels"]]


def _level(row: Figures, heat: Row | None) -> dict[str, Any]:
    count = _("%(count)s points") % {"count": number(row.points)} if row.points else _triangles(row.triangles)
    words = [count, f"{number_format(row.megabytes, 1)} MB"]
    if row.rms_mm is not None:
        words.append(f"±{millimetres(row.rms_mm)}")
    return {
        "url": address(row.name),
        "name": level_name(row.level) or row.uri,
        "figures": " · ".join(words),
        "heat": json.dumps(_heat(heat)) if heat else "",
    }


def _heat(row: Row) -> dict[str, Any]:
    figures = {"limit": row["limit_m"], "median": row["median_m"], "p95": row["p95_m"], "largest": row["max_m"]}
    return {"url": default_storage.url(row["name"])} | figures


def _master(row: Row | None) -> dict[str, str] | None:
    """Return how the master is shown, and in words what that leaves out; None where no stand-in was made."""
    if row is None or "name" not in row:
        return None
    if row["triangles"] < 0.98 * row["of_triangles"]:
        told = _(
            "The master is shown thinned to %(shown)s of its %(whole)s triangles, after repair, with one colour for each"
            " vertex instead of its textures. Errors are measured against all of it."
        )
    else:
        told = _(
            "The master is shown with all its %(whole)s triangles, after repair, with one colour for each vertex instead of"
            " its textures."
        )
    numbers = {"shown": number(row["triangles"]), "whole": number(row["of_triangles"])}
    return {
        "url": default_storage.url(row["name"]),
        "name": _("master"),
        "figures": f"{_triangles(row['triangles'])} · {number_format(row['bytes'] / 1_000_000, 1)} MB",
        "told": told % numbers,
    }


def _triangles(count: int) -> str:
    return _("%(count)s triangles") % {"count": number(count)}


def poster_of(job: Job | None) -> str:
    """Return the address of a job's smallest poster, or an empty string."""
    posters = [row for row in (job.manifest or {}).get("previews", []) if row["kind"] == "poster"] if job else []
    return address(min(posters, key=lambda row: row["w"])["name"]) if posters else ""


def address(name: str) -> str:
    """Return the address of a file in the public storage."""
    return str(storages["public"].url(name))
