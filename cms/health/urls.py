"""Addresses of the probes."""

from __future__ import annotations

from django.urls import path

from cms.health import views

urlpatterns = [
    path("healthz/live", views.live, name="health_live"),
    path("healthz/ready", views.ready, name="health_ready"),
    path("healthz/detail", views.detail, name="health_detail"),
]
