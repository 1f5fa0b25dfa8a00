"""Admin views of pictures for deep zoom. Whoever may add images may add them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin.auth import permission_required

from cms.media import kinds
from cms.media.deepzoom.forms import USUAL, PictureForm, QualityForm
from cms.media.meshes import watching
from cms.media.meshes.bench import address, poster_of
from cms.media.meshes.detail import chosen, masters
from cms.media.meshes.permissions import ADD
from cms.media.meshes.views import listed
from cms.media.meshes.words import number, refusal_text, warning_text
from media_pipeline.jobs import services, uploads
from media_pipeline.jobs.services import UploadError, order_of
from media_pipeline.models import Asset, Job


@permission_required(ADD)
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """List the pictures with their state."""
    context = {"rows": listed(kinds.pictures()), "page_title": _("Pictures for deep zoom")}
    return render(request, "cms_media/zoom_index.html", context)


@permission_required(ADD)
def add(request: HttpRequest) -> HttpResponse:
    """Take a picture and lead to the page on which it can be watched."""
    form = PictureForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            asset = _made(form, request.user)
        except UploadError as error:
            form.add_error("files", refusal_text(error))
        else:
            return redirect("zoom_detail", asset.pk)
    context = {
        "form": form,
        "begin": reverse("mesh_upload"),
        "page_title": _("Add a picture for deep zoom"),
        "icon": "crop",
    }
    return render(request, "cms_media/zoom_add.html", context)


def _made(form: PictureForm, user: Any) -> Asset:
    """Make an asset of a file that came in pieces before, or with the form."""
    said, order = form.cleaned_data, form.order()
    if not said["uploads"]:
        return services.upload(said["title"], [said["files"]], user=user, order=order)
    made: Asset = uploads.into_asset(
        said["uploads"], user=user, make=lambda files: services.upload(said["title"], files, user=user, order=order)
    )
    return made


@permission_required(ADD)
@require_GET
def detail(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show one picture: its progress, then itself as closely as one likes; `?version=` other tiles than those in use."""
    asset = get_object_or_404(kinds.pictures().select_related("primary"), pk=uuid)
    jobs = list(asset.jobs.all())
    latest, shown = jobs[0], chosen(asset, jobs, request.GET.get("version", ""))
    manifest = (shown.manifest if shown else None) or {}
    context = {
        "asset": asset,
        "latest": latest,
        "watched": watching.state(latest),
        "shown": shown,
        "zoom": zoom(manifest),
        "poster": poster_of(shown),
        "facts": facts(manifest),
        "warnings": [warning_text(row) for row in manifest.get("warnings", [])],
        "masters": masters(asset),
        "versions": versions(asset, jobs),
        "quality": QualityForm(initial={"quality": _quality(latest)}),
        "page_title": asset.title,
    }
    return render(request, "cms_media/zoom_detail.html", context)


@permission_required(ADD)
@require_POST
def again(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Have the tiles made again in another quality."""
    asset = get_object_or_404(kinds.pictures(), pk=uuid)
    form, last = QualityForm(request.POST), asset.jobs.first()
    if form.is_valid() and last is not None:
        services.rerun(last, order=form.order())
    return redirect("zoom_detail", asset.pk)


def zoom(manifest: dict[str, Any]) -> str:
    """Return the address of a version's info.json; nothing while there is none."""
    rows = [row for row in manifest.get("derivatives", []) if row["format"] == "iiif-image-3" and "name" in row]
    return address(rows[0]["name"]) if rows else ""


def facts(manifest: dict[str, Any]) -> list[tuple[str, str]]:
    """Return what the file is and what came out, each with its name."""
    if not manifest:
        return []
    stats, (row, *_more) = manifest["input_stats"], manifest["derivatives"]
    size = _("%(width)s × %(height)s pixels") % {"width": number(row["width"]), "height": number(row["height"])}
    return [
        (_("Size"), size),
        (_("Millions of pixels"), number_format(row["width"] * row["height"] / 1e6, 1)),
        (_("Format"), f"{stats['format']}, {stats['mode']}"),
        (_("Colour profile"), stats["profile"] or _("none")),
        (_("Files"), number(row["files"])),
        (_("Size of all tiles"), f"{number_format(row['files_bytes'] / 1e6, 1)} MB"),
    ]


def versions(asset: Asset, jobs: list[Job]) -> list[dict[str, Any]]:
    """Return the finished jobs with their quality and size, the newest first."""
    names = dict(QualityForm.base_fields["quality"].choices)  # type: ignore[attr-defined]
    return [
        {
            "job": job,
            "quality": names.get(_quality(job), _quality(job)),
            "megabytes": (job.manifest or {})["derivatives"][0]["files_bytes"] / 1e6,
            "primary": job.pk == asset.primary_id,
        }
        for job in jobs
        if job.state == "done"
    ]


def _quality(job: Job) -> str:
    return str(order_of(job).changes.get("picture", {}).get("quality", USUAL))
