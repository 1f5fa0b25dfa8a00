"""Uploading in pieces: a browser begins, sends 8 MB at a time, and asks where to go on after the connection broke."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin.auth import permission_required

from cms.media.meshes.permissions import ADD
from cms.media.meshes.words import refusal_text
from media_pipeline.jobs import uploads
from media_pipeline.jobs.services import UploadError
from media_pipeline.models import Upload


@permission_required(ADD)
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Take {name, bytes} and answer with the upload's state: {id, offset, bytes, chunk, sha256}; 400 says why not."""
    try:
        wanted = json.loads(request.body)
        name, size = str(wanted["name"]), int(wanted["bytes"])
    except (ValueError, KeyError, TypeError):
        return JsonResponse({"error": "name and bytes are needed"}, status=400)
    try:
        return _state(uploads.begin(name, size, user=request.user), status=201)
    except UploadError as error:
        return JsonResponse({"error": refusal_text(error)}, status=400)


@permission_required(ADD)
@require_http_methods(["GET", "PUT", "DELETE"])
def piece(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """GET the state, PUT the bytes from `Upload-Offset` on (409 with the state when they do not fit), DELETE it all."""
    upload = get_object_or_404(Upload, pk=uuid, user=request.user)
    if request.method == "DELETE":
        uploads.forget([upload.pk])
        return HttpResponse(status=204)
    if request.method == "GET":
        return _state(upload)
    try:
        offset = int(request.headers.get("Upload-Offset", ""))
    except ValueError:
        return JsonResponse({"error": "the header Upload-Offset is needed"}, status=400)
    try:
        return _state(uploads.receive(upload, request, offset=offset))  # type: ignore[arg-type]
    except uploads.OffsetError:
        upload.refresh_from_db()
        return _state(upload, status=409)


def _state(upload: Upload, *, status: int = 200) -> JsonResponse:
    state: dict[str, Any] = {
        "id": str(upload.pk),
        "offset": upload.offset,
        "bytes": upload.bytes,
        "chunk": uploads.CHUNK_BYTES,
        "sha256": upload.sha256,
    }
    return JsonResponse(state, status=status)
