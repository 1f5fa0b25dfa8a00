"""Addresses below /api/v1/signage/, with or without a trailing slash."""

from __future__ import annotations

from django.urls import re_path

from cms.signage.api import ManifestView, PairView, PollView, StateView

DISPLAY = r"displays/(?P<uuid>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"

urlpatterns = [
    re_path(r"^pair/?$", PairView.as_view(), name="signage_pair"),
    re_path(r"^pair/(?P<secret>[A-Za-z0-9_-]{20,60})/?$", PollView.as_view(), name="signage_poll"),
    re_path(rf"^{DISPLAY}/manifest/?$", ManifestView.as_view(), name="signage_manifest"),
    re_path(rf"^{DISPLAY}/state/?$", StateView.as_view(), name="signage_state"),
]
