"""The page of one 3D model: its progress, its files in 3D and in figures, what was found, its versions."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID

from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET
from wagtail.admin.auth import permission_required

from cms.media.kinds import PICTURES
from cms.media.meshes import recipes, watching
from cms.media.meshes.bench import address, bench, poster_of
from cms.media.meshes.permissions import ADD
from cms.media.meshes.words import DRAWINGS, figures_of_scan, language, place_on_the_map, repairs_done, warning_text
from media_pipeline.jobs import report
from media_pipeline.jobs.comparisons import COMPARABLE
from media_pipeline.models import Asset, Job

Row = Mapping[str, Any]
OTHERS = COMPARABLE - 1
"""How many other versions, the newest, stand in the view to be held beside."""


@permission_required(ADD)
@require_GET
def detail(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show one model; `?version=` a job of it other than the one that visitors see."""
    asset = get_object_or_404(Asset.objects.select_related("primary"), pk=uuid)
    jobs = list(asset.jobs.all())
    if any(job.recipe in PICTURES for job in jobs):
        return redirect("zoom_detail", asset.pk)
    latest = jobs[0] if jobs else None
    shown = chosen(asset, jobs, request.GET.get("version", ""))
    manifest = (shown.manifest if shown else None) or {}
    context = {
        "asset": asset,
        "latest": latest,
        "watched": watching.state(latest) if latest else None,
        "shown": shown,
        "bench": bench(shown, [job for job in jobs if job.state == "done" and job != shown][:OTHERS]),
        "figures": [{"row": row, "url": address(row.name)} for row in report.figures(manifest)],
        "drawings": drawings(manifest),
        "findings": findings(manifest),
        "repairs": repairs_done(manifest.get("repairs", [])),
        "stats": figures_of_scan(manifest.get("input_stats", {})) + place_on_the_map(manifest),
        "warnings": [warning_text(row) for row in manifest.get("warnings", [])],
        "masters": masters(asset),
        "versions": versions(asset, jobs),
        "page_title": asset.title,
    }
    return render(request, "cms_media/mesh_detail.html", context)


def chosen(asset: Asset, jobs: list[Job], version: str) -> Job | None:
    """Return the finished job that was asked for, else the one that visitors see, else the newest finished one."""
    done = [job for job in jobs if job.state == "done"]
    asked = [job for job in done if str(job.pk) == version]
    return next(iter(asked), None) or asset.primary or next(iter(done), None)


def drawings(manifest: Row) -> list[dict[str, Any]]:
    """Return the measured drawings and the turntable of a version with their names."""
    rows = [row for row in manifest.get("previews", []) if row["kind"] in {"drawing", "turntable"}]
    return [
        {"url": address(row["name"]), "name": DRAWINGS.get(row.get("drawing", row["kind"]), ""), "w": row["w"], "h": row["h"]}
        for row in rows
    ]  # fmt: skip


def findings(manifest: Row) -> list[dict[str, Any]]:
    """Return what the inspection found, in the reader's language, each with its pictures."""
    names = {row["uri"]: row["name"] for row in manifest.get("previews", [])}
    return [
        {
            "severity": row["severity"],
            "text": row[language()],
            "pictures": [address(names[uri]) for uri in row["pictures"] if uri in names],
        }
        for row in manifest.get("input_stats", {}).get("report", [])
    ]


def masters(asset: Asset) -> list[dict[str, Any]]:
    """Return the uploaded files with an address for staff, their size and checksum."""
    return [
        {
            "name": PurePosixPath(row["name"]).name,
            "url": default_storage.url(row["name"]),
            "megabytes": row["bytes"] / 1_000_000,
            "sha256": row["sha256"],
        }
        for row in asset.master
    ]


def versions(asset: Asset, jobs: list[Job]) -> list[dict[str, Any]]:
    """Return all jobs with the figures of their finest level side by side, the newest first."""
    rows = []
    for job in jobs:
        held = report.figures(job.manifest)
        rows.append({
            "job": job,
            "recipe": recipes.title(job.recipe),
            "finest": held[0] if held else None,
            "megabytes": sum(row.megabytes for row in held),
            "poster": poster_of(job),
            "primary": job.pk == asset.primary_id,
        })  # fmt: skip
    return rows
