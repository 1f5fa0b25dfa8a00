"""Admin addresses of pictures for deep zoom, below /admin/pictures/."""

from __future__ import annotations

from django.urls import path

from cms.media.deepzoom import views

urlpatterns = [
    path("pictures/", views.index, name="zoom_index"),
    path("pictures/add/", views.add, name="zoom_add"),
    path("pictures/<uuid:uuid>/", views.detail, name="zoom_detail"),
    path("pictures/<uuid:uuid>/again/", views.again, name="zoom_again"),
]
