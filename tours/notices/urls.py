"""Admin addresses of the clerk's short form, below /admin/announce/."""

from __future__ import annotations

from django.urls import path

from tours.notices import views

urlpatterns = [
    path("announce/", views.announce, name="notice_announce"),
    path("announce/<int:pk>/", views.told, name="notice_told"),
    path("announce/<int:pk>/<str:action>/", views.act, name="notice_act"),
]
