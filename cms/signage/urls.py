"""Addresses of the player."""

from __future__ import annotations

from django.urls import path

from cms.signage import views

urlpatterns = [
    path("signage/", views.player, name="signage_player"),
    path("signage/sw.js", views.worker, name="signage_worker"),
    path("signage/shell.json", views.shell, name="signage_shell"),
]
