"""Bringing a scan in, and having its model made again by other rules."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.auth import permission_required

from cms.media.kinds import models
from cms.media.meshes.bench import bench
from cms.media.meshes.detail import chosen
from cms.media.meshes.forms import UploadForm
from cms.media.meshes.permissions import ADD
from cms.media.meshes.settings import SettingsForm, said_before
from cms.media.meshes.words import refusal_text
from media_pipeline.jobs import services, uploads
from media_pipeline.jobs.services import UploadError, order_of
from media_pipeline.models import Asset


@permission_required(ADD)
def add(request: HttpRequest) -> HttpResponse:
    """Take an upload and lead to the page on which it can be watched."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            asset = _made(form, request.user)
        except UploadError as error:
            form.add_error("files", refusal_text(error))
        else:
            return redirect("mesh_detail", asset.pk)
    context = {"form": form, "begin": reverse("mesh_upload"), "page_title": _("Add a 3D model"), "icon": "view"}
    return render(request, "cms_media/mesh_add.html", context)


def _made(form: UploadForm, user: Any) -> Asset:
    """Make an asset of files that came in pieces before, or with the form."""
    said, capture = form.cleaned_data, form.capture()
    members: dict[str, Any] = {"user": user, "order": form.order(), "about": {"capture": capture} if capture else {}}
    if not said["uploads"]:
        return services.upload(said["title"], said["files"], **members)
    made: Asset = uploads.into_asset(
        said["uploads"], user=user, make=lambda files: services.upload(said["title"], files, **members)
    )
    return made


@permission_required(ADD)
def again(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Have a model made again from its master, beginning with what was said the last time."""
    asset = get_object_or_404(models().select_related("primary"), pk=uuid)
    jobs = list(asset.jobs.all())
    if not jobs:
        messages.error(request, _("This model has no master."))
        return redirect("mesh_detail", asset.pk)
    last = jobs[0]
    before = said_before(order_of(last), asset.about.get("capture", {}))
    form = SettingsForm(request.POST or None, initial=before, own=last.recipe)
    if request.method == "POST" and form.is_valid():
        services.describe(asset, capture=form.capture())
        services.rerun(last, order=form.order())
        return redirect("mesh_detail", asset.pk)
    context = {
        "asset": asset,
        "form": form,
        "bench": bench(chosen(asset, jobs, "")),
        "page_title": _("Make again: %(title)s") % {"title": asset.title},
    }
    return render(request, "cms_media/mesh_again.html", context)
