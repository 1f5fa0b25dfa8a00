"""The editor's page of a model's annotations: a point by a click on the model or by its numbers, texts per language."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Max
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin.auth import permission_required

from cms.languages.forms import LocalizedFormField
from cms.media.annotations import UP, exported, keep, move, remove
from cms.media.meshes.bench import bench
from cms.media.meshes.detail import chosen
from cms.media.meshes.permissions import ADD
from cms.media.models import Annotation
from media_pipeline.exports import svx
from media_pipeline.models import Asset

PLACE = ("x", "y", "z")


class AnnotationForm(forms.ModelForm):  # type: ignore[type-arg]
    """One annotation. Its numbers are filled by a click on the model where scripts run, by hand where not."""

    x = forms.FloatField(label=_("to the right (m)"), widget=forms.NumberInput(attrs={"step": "any"}))
    y = forms.FloatField(label=_("upward (m)"), widget=forms.NumberInput(attrs={"step": "any"}))
    z = forms.FloatField(label=_("to the front (m)"), widget=forms.NumberInput(attrs={"step": "any"}))
    normal = forms.CharField(required=False, widget=forms.HiddenInput)
    eye = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Annotation
        fields = ("title", "text", "order", "x", "y", "z", "normal", "eye")

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, LocalizedFormField):
                field.prepare(getattr(self.instance, name), user=user)
        for name in ("normal", "eye"):
            self.initial[name] = json.dumps(getattr(self.instance, name) or None)

    def clean_normal(self) -> list[float]:
        """Return the direction of the surface, upward where nobody said."""
        return _three(self.cleaned_data["normal"]) or UP

    def clean_eye(self) -> list[float] | None:
        """Return where to look from, None where nobody said."""
        return _three(self.cleaned_data["eye"])


def _three(text: str) -> list[float] | None:
    """Return three numbers from JSON, None from nothing; anything else is a validation error."""
    try:
        found = json.loads(text or "null")
        return None if found is None else [float(found[axis]) for axis in range(3)]
    except (ValueError, TypeError, LookupError) as error:
        raise ValidationError(_("Three numbers are needed.")) from error


@permission_required(ADD)
def edit(request: HttpRequest, uuid: UUID, pk: int | None = None) -> HttpResponse:
    """Show the model with its annotations and the form of one: an existing or a new one."""
    asset = get_object_or_404(Asset.objects.select_related("primary"), pk=uuid)
    rows = list(Annotation.objects.filter(asset=asset))
    last = Annotation.objects.filter(asset=asset).aggregate(last=Max("order"))["last"] or 0
    row = get_object_or_404(Annotation, pk=pk, asset=asset) if pk else Annotation(asset=asset, order=last + 1)
    form = AnnotationForm(request.POST or None, instance=row, user=request.user)
    if request.method == "POST" and form.is_valid():
        keep(form.save(commit=False))
        return redirect("mesh_annotations", asset.pk)
    context = {
        "asset": asset,
        "form": form,
        "editing": row if pk else None,
        "annotations": [_marked(one) for one in rows],
        "bench": bench(chosen(asset, list(asset.jobs.all()), "")),
        "page_title": gettext("Annotations: %(title)s") % {"title": asset.title},
    }
    return render(request, "cms_media/mesh_annotations.html", context)


def _marked(row: Annotation) -> dict[str, Any]:
    mark = [row.x, row.y, row.z, *(row.normal or UP)]
    return {"row": row, "title": str(row), "mark": json.dumps(mark), "eye": json.dumps(row.eye)}


@permission_required(ADD)
@require_POST
def shift(request: HttpRequest, uuid: UUID, pk: int, way: str) -> HttpResponse:
    """Move an annotation one place earlier or later in the walk around."""
    move(get_object_or_404(Annotation, pk=pk, asset=uuid), -1 if way == "earlier" else 1)
    return redirect("mesh_annotations", uuid)


@permission_required(ADD)
@require_POST
def delete(request: HttpRequest, uuid: UUID, pk: int) -> HttpResponse:
    """Delete an annotation."""
    remove(get_object_or_404(Annotation, pk=pk, asset=uuid))
    return redirect("mesh_annotations", uuid)


@permission_required(ADD)
@require_GET
def scene(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Give the model with its annotations as a scene for Smithsonian Voyager; its files have public addresses."""
    asset = get_object_or_404(Asset.objects.select_related("primary"), pk=uuid, primary__manifest__isnull=False)
    assert asset.primary is not None and asset.primary.manifest is not None
    manifest = dict(asset.primary.manifest)
    for member in ("derivatives", "previews"):
        manifest[member] = [
            row | {"uri": request.build_absolute_uri(f"/media/{row['name']}")} for row in manifest[member]
        ]
    document = svx.document(manifest, exported(asset.pk))
    headers = {"Content-Disposition": 'attachment; filename="scene.svx.json"'}
    return JsonResponse(document, headers=headers, json_dumps_params={"ensure_ascii": False})
