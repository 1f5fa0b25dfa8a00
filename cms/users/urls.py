"""Logging in. Stands before Wagtail's addresses, so that its own doors are covered."""

from __future__ import annotations

from django.urls import include, path

from cms.users import doors

urlpatterns = [
    path("admin/login/", doors.to_login),
    path("admin/password_reset/", doors.to_password_reset),
    path("admin/password_reset/<path:rest>", doors.to_password_reset),
    path("accounts/", include("allauth.urls")),
]
