"""Admin views of 3D models. Whoever may add images may add models."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.files.storage import storages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin.auth import permission_required

from cms.media.meshes.forms import RECIPES, UploadForm
from cms.media.meshes.permissions import ADD
from cms.media.meshes.words import figures_of_scan, repairs_done, stage_text
from media_pipeline.jobs import services, uploads
from media_pipeline.jobs.services import UploadError
from media_pipeline.models import Asset, Job


@permission_required(ADD)
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """List the models with their state."""
    assets = Asset.objects.prefetch_related("jobs").select_related("primary")
    jobs = [(asset, asset.jobs.first()) for asset in assets]
    rows = [
        {"asset": asset, "job": job, "stage": stage_text(job) if job else "", "poster": poster_of(asset.primary)}
        for asset, job in jobs
    ]
    return render(request, "cms_media/mesh_index.html", {"rows": rows, "page_title": _("3D models")})


@permission_required(ADD)
def add(request: HttpRequest) -> HttpResponse:
    """Take an upload and lead to the page on which it can be watched."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            asset = _made(form.cleaned_data, request.user)
        except UploadError as error:
            form.add_error("files", str(error))
        else:
            return redirect("mesh_detail", asset.pk)
    context = {"form": form, "begin": reverse("mesh_upload"), "page_title": _("Add a 3D model")}
    return render(request, "cms_media/mesh_add.html", context)


def _made(said: dict[str, Any], user: Any) -> Asset:
    """Make an asset of files that came in pieces before, or with the form."""
    members = {"user": user, "recipe": said["recipe"], "unit": said["unit"], "up": said["up"]}
    if not said["uploads"]:
        return services.upload(said["title"], said["files"], **members)
    made: Asset = uploads.into_asset(
        said["uploads"], user=user, make=lambda files: services.upload(said["title"], files, **members)
    )
    return made


@permission_required(ADD)
@require_GET
def detail(request: HttpRequest, uuid: str) -> HttpResponse:
    """Show one model: its progress, its figures and pictures, its versions."""
    asset = get_object_or_404(Asset.objects.select_related("primary"), pk=uuid)
    jobs = list(asset.jobs.all())
    shown = asset.primary or (jobs[0] if jobs else None)
    context = {
        "asset": asset,
        "jobs": jobs,
        "latest": jobs[0] if jobs else None,
        "stage_text": stage_text(jobs[0]) if jobs else "",
        "figures": figures(shown),
        "repairs": repairs_done((shown.manifest or {}).get("repairs", [])) if shown else [],
        "stats": figures_of_scan((shown.manifest or {}).get("input_stats", {})) if shown else [],
        "warnings": (shown.manifest or {}).get("warnings", []) if shown else [],
        "poster": poster_of(asset.primary),
        "model": model_of(asset.primary),
        "recipes": RECIPES,
        "page_title": asset.title,
    }
    return render(request, "cms_media/mesh_detail.html", context)


@permission_required(ADD)
@require_GET
def progress(request: HttpRequest, pk: int) -> JsonResponse:
    """Say where a job is: {state, stage, share, note, error, position}."""
    job = get_object_or_404(Job, pk=pk)
    position = Job.objects.filter(state="queued", created__lt=job.created).count() if job.state == "queued" else 0
    return JsonResponse(
        {
            "state": job.state,
            "state_text": str(job.get_state_display()),
            "stage": job.stage,
            "stage_text": stage_text(job),
            "share": job.share,
            "note": job.note,
            "error": job.error,
            "position": position,
        }
    )


@permission_required(ADD)
@require_POST
def act(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Cancel a job, run it again, or show its result from now on."""
    job = get_object_or_404(Job, pk=pk)
    try:
        if action == "cancel":
            services.cancel(job)
        elif action == "rerun":
            services.rerun(
                job, recipe=request.POST.get("recipe", "") if request.POST.get("recipe") in dict(RECIPES) else ""
            )
        elif action == "primary":
            services.make_primary(job)
    except UploadError as error:
        messages.error(request, str(error))
    return redirect("mesh_detail", job.asset_id)


def figures(job: Job | None) -> list[dict[str, Any]]:
    """Return the figures of each derivative for a table: triangles, size, error, picture quality."""
    rows = []
    for row in (job.manifest or {}).get("derivatives", []) if job else []:
        error, image = row.get("error", {}), row.get("image", {})
        rows.append(
            {
                "uri": row["uri"],
                "url": storages["public"].url(row["name"]),
                "triangles": row["triangles"],
                "asked": row.get("asked_triangles"),
                "megabytes": row["bytes"] / 1_000_000,
                "rms_mm": error.get("rms", 0) * 1000 if error else None,
                "max_mm": error.get("hausdorff", 0) * 1000 if error else None,
                "psnr": image.get("psnr_lit_mean"),
                "uv_mode": row.get("uv_mode", ""),
            }
        )
    return rows


def poster_of(job: Job | None) -> str:
    """Return the address of a job's smallest poster, or an empty string."""
    posters = [row for row in (job.manifest or {}).get("previews", []) if row["kind"] == "poster"] if job else []
    return storages["public"].url(min(posters, key=lambda row: row["w"])["name"]) if posters else ""


def model_of(job: Job | None) -> str:
    """Return the address of the compressed GLB, or an empty string."""
    rows = [row for row in (job.manifest or {}).get("derivatives", []) if row["format"] == "glb-meshopt"] if job else []
    return storages["public"].url(max(rows, key=lambda row: row["triangles"])["name"]) if rows else ""
