"""Addresses of files."""

from __future__ import annotations

from django.urls import path

from cms.media import views

urlpatterns = [
    path("media/<path:name>", views.public_file, name="public_file"),
    path("admin/files/<path:name>", views.private_file, name="private_file"),
]
