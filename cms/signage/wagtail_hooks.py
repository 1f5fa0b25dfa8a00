"""Registration only."""

from __future__ import annotations

from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from cms.signage import admin_views
from cms.signage.viewsets import SignageGroup

register_snippet(SignageGroup)


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    """Add the pages that are neither list nor form."""
    return [
        path("signage/pair/", admin_views.pair, name="signage_pair_form"),
        path("signage/displays/<int:pk>/", admin_views.display_page, name="signage_display"),
        path("signage/displays/<int:pk>/player/", admin_views.preview, name="signage_preview"),
        path("signage/displays/<int:pk>/manifest/", admin_views.preview_manifest, name="signage_preview_manifest"),
        path("signage/displays/<int:pk>/revoke/", admin_views.revoke_display, name="signage_revoke"),
    ]
