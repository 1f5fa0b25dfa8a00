"""Addresses of API v1. No trailing slash; with one the same answer."""

from __future__ import annotations

from django.urls import re_path

from api import views

urlpatterns = [
    re_path(r"^(?P<plural>places|items|events|tours|stories)/?$", views.RecordList.as_view(), name="api_list"),
    re_path(
        r"^(?P<plural>places|items|events|tours|stories)/(?P<key>[^/]+)/?$",
        views.RecordDetail.as_view(),
        name="api_detail",
    ),
]
