"""Admin views of 3D models. Whoever may add images may add models."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin.auth import permission_required

from cms.media.meshes.bench import poster_of
from cms.media.meshes.forms import RECIPES, UploadForm
from cms.media.meshes.permissions import ADD
from cms.media.meshes.words import reason_text, stage_text, time_left
from media_pipeline.jobs import services, uploads
from media_pipeline.jobs.services import UploadError
from media_pipeline.models import Asset, Job
from media_pipeline.selectors import queue_position


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
def progress(request: HttpRequest, pk: int) -> JsonResponse:
    """Say where a job is: {state, stage, share, note, error, position, seconds_left}, and the same in words."""
    job = get_object_or_404(Job, pk=pk)
    return JsonResponse(
        {
            "state": job.state,
            "state_text": str(job.get_state_display()),
            "stage": job.stage,
            "stage_text": stage_text(job),
            "share": job.share,
            "note": job.note,
            "error": reason_text(job),
            "position": queue_position(job),
            "seconds_left": job.seconds_left,
            "left_text": time_left(job),
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
