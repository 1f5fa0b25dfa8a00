"""The admin's own pages of signage: pairing, and one display with its health and what it plays."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.signage.api import current
from cms.signage.forms import PairForm
from cms.signage.models import Display
from cms.signage.services import revoke


def allowed(request: HttpRequest, *permissions: str) -> None:
    """Raise PermissionDenied unless the user has all of these permissions on displays."""
    if not request.user.has_perms([f"cms_signage.{name}_display" for name in permissions]):
        raise PermissionDenied


@require_http_methods(["GET", "POST"])
def pair(request: HttpRequest) -> HttpResponse:
    """Take the code that a screen shows."""
    allowed(request, "add")
    form = PairForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        display = form.save()
        if display is not None:
            messages.success(
                request, _("%(name)s is paired. The screen starts within seconds.") % {"name": display.name}
            )
            return HttpResponseRedirect(reverse("signage_display", args=[display.pk]))
    return render(request, "cms_signage/admin/pair.html", {"form": form})


@require_safe
def display_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how a display is and what it plays, in landscape and in portrait."""
    allowed(request, "view")
    display = get_object_or_404(Display.objects.select_related("playlist", "place"), pk=pk)
    health = display.health()
    report = display.report or {}
    version = current(display, origin_of(request)).version
    context = {
        "display": display,
        "health": health,
        "health_text": display.health_text(),
        "up_to_date": bool(report) and report.get("manifest") == version,
        "report": report,
        "free_gb": round(report["free_bytes"] / 1e9, 1) if report.get("free_bytes") else None,
        "orientations": ["landscape", "portrait"] if display.orientation == "landscape" else ["portrait", "landscape"],
    }
    return render(request, "cms_signage/admin/display.html", context)


@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the player itself, fed by the manifest of this display."""
    allowed(request, "view")
    manifest = reverse("signage_preview_manifest", args=[get_object_or_404(Display, pk=pk).pk])
    return render(request, "cms_signage/player.html", {"mode": "preview", "manifest": manifest})


@require_safe
def preview_manifest(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a display's manifest to whoever may see the display in the admin."""
    allowed(request, "view")
    display = get_object_or_404(Display.objects.select_related("playlist"), pk=pk)
    return HttpResponse(current(display, origin_of(request)).body, content_type="application/json")


@require_POST
def revoke_display(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a display's token; the screen returns to a pairing code."""
    allowed(request, "change")
    display = get_object_or_404(Display, pk=pk)
    revoke(display)
    messages.success(request, _("%(name)s was revoked. The screen shows a code again.") % {"name": display.name})
    return HttpResponseRedirect(reverse("signage_display", args=[pk]))


def origin_of(request: HttpRequest) -> str:
    """Return the origin that QR codes name."""
    return settings.PUBLIC_URL or f"{request.scheme}://{request.get_host()}"
