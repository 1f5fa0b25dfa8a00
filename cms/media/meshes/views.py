"""Admin views of 3D models. Whoever may add images may add models."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin.auth import permission_required

from cms.media import kinds
from cms.media.meshes import recipes, watching
from cms.media.meshes.bench import poster_of
from cms.media.meshes.permissions import ADD
from cms.media.meshes.words import reason_text, refusal_text, stage_text
from media_pipeline.jobs import services
from media_pipeline.jobs.services import UploadError
from media_pipeline.models import Asset, Job


@permission_required(ADD)
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """List the models with their state."""
    return render(request, "cms_media/mesh_index.html", {"rows": listed(kinds.models()), "page_title": _("3D models")})


def listed(assets: QuerySet[Asset]) -> list[dict[str, Any]]:
    """Return each asset with its newest job in words and a picture, for a list."""
    rows = assets.prefetch_related("jobs").select_related("primary")
    jobs = [(asset, next(iter(asset.jobs.all()), None)) for asset in rows]
    return [
        {
            "asset": asset,
            "job": job,
            "stage": stage_text(job) if job else "",
            "reason": reason_text(job) if job else "",
            "poster": poster_of(asset.primary),
        }
        for asset, job in jobs
    ]


@permission_required(ADD)
@require_GET
def progress(request: HttpRequest, pk: int) -> JsonResponse:
    """Say where a job is (see watching.state)."""
    return JsonResponse(watching.state(get_object_or_404(Job, pk=pk)))


@permission_required(ADD)
@require_POST
def act(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Cancel a job, run it again, or show its result from now on."""
    job = get_object_or_404(Job, pk=pk)
    try:
        if action == "cancel":
            services.cancel(job)
        elif action == "rerun":
            wanted = request.POST.get("recipe", "")
            services.rerun(job, recipe=wanted if wanted in dict(recipes.choices()) else "")
        elif action == "primary":
            services.make_primary(job)
    except UploadError as error:
        messages.error(request, refusal_text(error))
    return redirect("mesh_detail", job.asset_id)
