"""A static file with Range, ETag and closed headers (RFC 9110, 13-14)."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Iterator
from pathlib import Path

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotModified,
    StreamingHttpResponse,
)

TYPES = {
    ".avif": "image/avif",
    ".glb": "model/gltf-binary",
    ".gltf": "model/gltf+json",
    ".json": "application/json",
    ".m4a": "audio/mp4",
    ".usdz": "model/vnd.usdz+zip",
    ".vtt": "text/vtt; charset=utf-8",
    ".webm": "video/webm",
    ".webp": "image/webp",
}
RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")
REVALIDATED = re.compile(r'(?:W/)?("[^"]*")')
CHUNK = 256 * 1024


def serve(request: HttpRequest, path: str) -> HttpResponseBase:
    """Return the file at `path`: 200, 206 for one range, 304 for a known ETag, 416 for a range outside; 404 if absent."""
    file = Path(path)
    if request.method not in {"GET", "HEAD"}:
        return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
    try:
        size = file.stat().st_size
    except (OSError, ValueError) as error:  # a null byte in the address is a ValueError
        raise Http404 from error
    if not file.is_file():
        raise Http404
    headers = _headers(file)
    known = request.headers.get("If-None-Match", "")
    if known.strip() == "*" or headers["ETag"] in REVALIDATED.findall(known):
        return HttpResponseNotModified(headers=headers)
    span = _span(request, size, headers["ETag"])
    if span == ():
        return HttpResponse(status=416, headers={**headers, "Content-Range": f"bytes */{size}"})
    start, end = span or (0, size - 1)
    headers["Content-Length"] = str(end - start + 1)
    if span:
        headers["Content-Range"] = f"bytes {start}-{end}/{size}"
    if request.method == "HEAD":
        return HttpResponse(headers=headers)
    return StreamingHttpResponse(_read(file, start, end), status=206 if span else 200, headers=headers)


def _headers(file: Path) -> dict[str, str]:
    content_type = TYPES.get(file.suffix.lower()) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return {
        "Content-Type": content_type,
        "ETag": f'"{file.stem}"',
        "Accept-Ranges": "bytes",
        "Cache-Control": "public, max-age=31536000, immutable",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
        "Access-Control-Allow-Origin": "*",
        "Cross-Origin-Resource-Policy": "cross-origin",
    }


def _span(request: HttpRequest, size: int, etag: str) -> tuple[int, int] | tuple[()] | None:
    """Return (first, last) byte wanted, None for the whole file, () for a range that lies outside.

    What is no valid range of bytes, or more than one, is ignored; so is any but for GET (RFC 9110, 14.1.1 and 14.2).
    """
    if request.method != "GET" or request.headers.get("If-Range", etag) != etag:
        return None
    match = RANGE.fullmatch(request.headers.get("Range", "").strip())
    if match is None or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if not first:
        start, end = max(size - int(last), 0), size - 1
        return (start, end) if int(last) > 0 and size else ()
    if last and int(first) > int(last):
        return None
    start, end = int(first), min(int(last) if last else size - 1, size - 1)
    return (start, end) if start <= end else ()


def _read(file: Path, start: int, end: int) -> Iterator[bytes]:
    with file.open("rb") as handle:
        handle.seek(start)
        left = end - start + 1
        while left > 0 and (chunk := handle.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk
