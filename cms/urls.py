"""The root of all addresses. Wagtail's catch-all comes last."""

from __future__ import annotations

from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

urlpatterns = [
    path("api/", include("api.urls")),
    path("", include("cms.health.urls")),
    path("", include("cms.http.urls")),
    path("", include("cms.users.urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("cms.media.urls")),
    path("", include("cms.signage.urls")),
    path("", include("cms.frontend.urls")),
]

handler404 = "cms.frontend.views.lost.not_found"
handler500 = "cms.frontend.views.lost.server_error"
