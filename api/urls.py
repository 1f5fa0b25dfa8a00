"""Addresses below /api/. No trailing slash; with one the same answer."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, include, path, re_path

from api.endpoints.alerts import Alerts
from api.endpoints.changes import Changes
from api.endpoints.details import RecordDetail
from api.endpoints.docs import Docs
from api.endpoints.index import Index
from api.endpoints.inspire import Inspire
from api.endpoints.languages import Languages
from api.endpoints.lists import RecordList
from api.endpoints.media import Media
from api.endpoints.nearby import Nearby
from api.endpoints.openapi import OpenApi
from api.endpoints.recap import Recap
from api.endpoints.scenes import Scenes
from api.endpoints.search import Search, Suggest
from api.endpoints.unknown import Unknown

KINDS = {"places": "place", "items": "item", "events": "event", "tours": "tour", "stories": "story"}


def records() -> Iterator[URLPattern]:
    """Yield list and detail of every kind. A kind that is not installed is an empty list."""
    for plural, kind in KINDS.items():
        names = {"kind": kind, "operation": plural}
        yield re_path(rf"^v1/{plural}/?$", RecordList.as_view(**names), name=f"api_{plural}")
        detail = RecordDetail.as_view(kind=kind, operation=kind, plural=plural)
        yield re_path(rf"^v1/{plural}/(?P<key>[^/]+)/?$", detail, name=f"api_{kind}")


urlpatterns: list[URLPattern | URLResolver] = [
    re_path(r"^v1/?$", Index.as_view(), name="api_index"),
    *records(),
    re_path(r"^v1/before/inspire/?$", Inspire.as_view(), name="api_inspire"),
    re_path(r"^v1/during/nearby/?$", Nearby.as_view(), name="api_nearby"),
    re_path(r"^v1/during/alerts/?$", Alerts.as_view(), name="api_alerts"),
    re_path(r"^v1/after/recap/?$", Recap.as_view(), name="api_recap"),
    re_path(r"^v1/search/?$", Search.as_view(), name="api_search"),
    re_path(r"^v1/search/suggest/?$", Suggest.as_view(), name="api_suggest"),
    re_path(r"^v1/media/(?P<asset>[^/]+)/?$", Media.as_view(), name="api_media"),
    re_path(r"^v1/media/(?P<asset>[^/]+)/(?P<form>[^/]+)/?$", Scenes.as_view(), name="api_scene"),
    re_path(r"^v1/changes/?$", Changes.as_view(), name="api_changes"),
    re_path(r"^v1/languages/?$", Languages.as_view(), name="api_languages"),
    path("v1/signage/", include("cms.signage.api_urls")),
    re_path(r"^v1/openapi\.json/?$", OpenApi.as_view(), name="api_openapi"),
    re_path(r"^v1/docs/?$", Docs.as_view(), name="api_docs"),
    re_path(r"", Unknown.as_view(), name="api_unknown"),
]
