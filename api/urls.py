"""Addresses below /api/. No trailing slash; with one the same answer."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, re_path

from api.endpoints.details import RecordDetail
from api.endpoints.lists import RecordList
from api.endpoints.unknown import Unknown

KINDS = {"places": "place", "items": "item", "events": "event", "tours": "tour", "stories": "story"}


def records() -> Iterator[URLPattern]:
    """Yield list and detail of every kind. A kind that is not installed is an empty list."""
    for plural, kind in KINDS.items():
        names = {"kind": kind, "operation": plural}
        yield re_path(rf"^v1/{plural}/?$", RecordList.as_view(**names), name=f"api_{plural}")
        detail = RecordDetail.as_view(kind=kind, operation=kind, plural=plural)
        yield re_path(rf"^v1/{plural}/(?P<key>[^/]+)/?$", detail, name=f"api_{kind}")


urlpatterns = [
    *records(),
    re_path(r"", Unknown.as_view(), name="api_unknown"),
]
