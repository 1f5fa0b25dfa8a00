"""Scripts, styles and pictures that come with the code, straight from the folders where they stand.

No copy is made at start (`collectstatic` remains for proxies): what a request names is found
by Django's finders, compressed once per process, and sent with a strong ETag.
"""

from __future__ import annotations

import hashlib
import mimetypes
import re
import zlib
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from cms.http.compression import ACCEPTS, SMALLEST, SUFFIX, TYPES

# esbuild puts a hash of the content into a name; Wagtail adds one as `?v=`.
HASHED = re.compile(r"(^build/.*[-.][0-9A-Za-z]{8,}\.[a-z]+(\.map)?$)")
FOR_EVER = "public, max-age=31536000, immutable"
AN_HOUR = "public, max-age=3600"
KEPT = 128  # files per process; the largest are a few hundred kilobytes when compressed


@require_safe
def static_file(request: HttpRequest, name: str) -> HttpResponse:
    """Answer with one file, compressed where the client takes it; 304 when it has it; 404 when there is none."""
    path = find(name)
    zipped = ACCEPTS.search(request.META.get("HTTP_ACCEPT_ENCODING", "")) is not None
    body, etag, kind, encoding = form(path, path.stat().st_mtime_ns, zipped=zipped)
    headers = {
        "ETag": etag,
        "Cache-Control": FOR_EVER if HASHED.search(name) or request.GET.get("v") else AN_HOUR,
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    plain = etag.replace(SUFFIX, "")  # views see the ETags of plain forms, see compression.py
    if plain in request.META.get("HTTP_IF_NONE_MATCH", ""):
        answer: HttpResponse = HttpResponseNotModified(headers=headers | {"ETag": plain})
    else:
        answer = HttpResponse(body, content_type=kind, headers=headers)
        answer.headers["Content-Length"] = str(len(body))
        if encoding:
            answer.headers["Content-Encoding"] = encoding
    if TYPES.match(kind):
        patch_vary_headers(answer, ("Accept-Encoding",))
    return answer


def find(name: str) -> Path:
    """Return the file called `name` in the static folders of the project; raises Http404."""
    try:
        found = located(name)
    except (SuspiciousFileOperation, ValueError) as error:
        raise Http404 from error
    if found is None or not found.is_file():
        located.cache_clear()
        raise Http404
    return found


@lru_cache(maxsize=2048)
def located(name: str) -> Path | None:
    """Return where the finders see `name`; asking them costs a look into every app's folder."""
    found = finders.find(name)
    return Path(found) if isinstance(found, str) else None


@lru_cache(maxsize=KEPT)
def form(path: Path, changed: int, *, zipped: bool) -> tuple[bytes, str, str, str]:
    """Return body, ETag, content type and encoding of a file as it was at `changed` (nanoseconds, part of the key)."""
    body = path.read_bytes()
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    etag = hashlib.sha256(body).hexdigest()[:20]
    if kind.startswith("text/") or kind == "application/javascript":
        kind += "; charset=utf-8"
    if not zipped or len(body) < SMALLEST or not TYPES.match(kind):
        return body, f'"{etag}"', kind, ""
    packer = zlib.compressobj(9, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    return packer.compress(body) + packer.flush(), f'"{etag}{SUFFIX}"', kind, "gzip"
