"""Admin addresses of 3D models, below /admin/models/."""

from __future__ import annotations

from django.urls import path

from cms.media.meshes import annotating, detail, ordering, uploads, views

urlpatterns = [
    path("models/", views.index, name="mesh_index"),
    path("models/add/", ordering.add, name="mesh_add"),
    path("models/uploads/", uploads.begin, name="mesh_upload"),
    path("models/uploads/<uuid:uuid>/", uploads.piece, name="mesh_upload_piece"),
    path("models/<uuid:uuid>/", detail.detail, name="mesh_detail"),
    path("models/<uuid:uuid>/again/", ordering.again, name="mesh_again"),
    path("models/<uuid:uuid>/annotations/", annotating.edit, name="mesh_annotations"),
    path("models/<uuid:uuid>/annotations/<int:pk>/", annotating.edit, name="mesh_annotation"),
    path("models/<uuid:uuid>/annotations/<int:pk>/delete/", annotating.delete, name="mesh_annotation_delete"),
    path("models/<uuid:uuid>/annotations/<int:pk>/<str:way>/", annotating.shift, name="mesh_annotation_move"),
    path("models/<uuid:uuid>/scene.svx.json", annotating.scene, name="mesh_scene"),
    path("models/jobs/<int:pk>/", views.progress, name="mesh_progress"),
    path("models/jobs/<int:pk>/<str:action>/", views.act, name="mesh_act"),
]
