"""The address of static files."""

from __future__ import annotations

from django.urls import path

from cms.http.static_files import static_file

urlpatterns = [path("static/<path:name>", static_file, name="static_file")]
