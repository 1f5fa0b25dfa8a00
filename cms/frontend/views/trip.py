"""The visitor's own list. The server renders an empty page; the device fills it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from cms import clock
from cms.frontend.frame import Address, frame, page
from cms.frontend.views.arrival import in_language
from cms.frontend.views.home import some
from cms.languages.table import Language


@in_language
def trip(request: HttpRequest, language: Language) -> HttpResponse:
    """Show the page on which the device draws its list, with places to begin with."""
    context = frame(
        request,
        language,
        Address("trip/"),
        title=_("My trip"),
        section="trip",
        description=_("Your own list of places, kept on your device."),
    )
    context["cards"] = some(language, "tour", at=clock.now(), limit=2) + some(
        language, "place", at=clock.now(), limit=4
    )
    return page(request, "trip.html", context)
