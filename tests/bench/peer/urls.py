"""Our addresses, Wagtail's API v2, and the least that REST framework can do."""

from __future__ import annotations

from typing import Any

from django.urls import path
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.views import PagesAPIViewSet

from cms.urls import urlpatterns as ours


class Floor(APIView):
    """The trivial view."""

    def get(self, request: Request) -> Response:
        """Return next to nothing."""
        return Response({"name": "津山城"})


router: Any = WagtailAPIRouter("peer_v2")
router.register_endpoint("pages", PagesAPIViewSet)
urlpatterns = [path("peer/v2/", router.urls), path("peer/floor", Floor.as_view()), *ours]
