"""Visitors' addresses."""

from __future__ import annotations

from django.urls import path

from cms.frontend import views

urlpatterns = [
    path("<str:lang>/<str:plural>/<slug:slug>/", views.record_page, name="record_page"),
]
