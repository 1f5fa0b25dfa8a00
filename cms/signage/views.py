"""The player: one page for every screen, its service worker, and the list of what they are made of."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

import orjson
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.views.decorators.http import require_safe

from cms.signage.manifest.files import page_bytes, player_files, player_version

WORKER: Final = Path(__file__).parent / "worker" / "sw.js"
"""Not among the static files: its scope /signage/ needs an address below /signage/."""


@require_safe
def player(request: HttpRequest) -> HttpResponse:
    """Show the pairing code or the programme: the page is the same, the screen remembers which it is."""
    return _answer(request, page_bytes(), "text/html; charset=utf-8")


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Give the service worker; browsers compare it byte by byte at each start."""
    return _answer(request, WORKER.read_bytes(), "text/javascript; charset=utf-8")


@require_safe
def shell(request: HttpRequest) -> HttpResponse:
    """Name the player's own files with their digests, for a screen that has no manifest yet."""
    files = player_files()
    body = {"version": player_version(files), "files": [file.row() for file in files]}
    return _answer(request, orjson.dumps(body), "application/json")


def _answer(request: HttpRequest, body: bytes, kind: str) -> HttpResponse:
    etag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
    headers = {"ETag": etag, "Cache-Control": "no-cache"}
    if etag in request.headers.get("If-None-Match", ""):
        return HttpResponseNotModified(headers=headers)
    return HttpResponse(body, content_type=kind, headers=headers)
