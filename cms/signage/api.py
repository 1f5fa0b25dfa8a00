"""The API of displays (contract.md 3): pairing, manifest, state. Mounted by `api.urls` at `signage/`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import orjson
from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse, HttpResponseNotModified
from django.urls import reverse
from django.utils import translation
from rest_framework.exceptions import APIException, MethodNotAllowed, NotFound, ParseError, Throttled
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle
from rest_framework.views import APIView

from cms import clock
from cms.signage import selectors, services
from cms.signage.authentication import DisplayAuthentication, IsDisplay
from cms.signage.manifest.build import Manifest, build
from cms.signage.models import Display

NO_STORE = {"Cache-Control": "no-store"}


class Gone(APIException):
    """A pairing that is over."""

    status_code = 410
    default_detail = "Gone"


class PairingThrottle(SimpleRateThrottle):
    """Twelve new codes a minute from one address: a hall of screens switched on together, not a script."""

    scope = "signage-pair"
    rate = "12/min"

    def get_cache_key(self, request: Request, view: Any) -> str | None:
        """Count by network address; nothing is kept but a counter for a minute."""
        return self.cache_format % {"scope": self.scope, "ident": self.get_ident(request)}


class PollThrottle(PairingThrottle):
    """Two questions a second from one address, many screens behind it or one that guesses."""

    scope = "signage-poll"
    rate = "120/min"


class SignageView(APIView):
    """Errors of these addresses carry the headers that their status demands.

    Pairing may be asked from any page, as the rest of the API. A display's own addresses answer no foreign script.
    """

    open_to_scripts = False

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Answer with errors in English, like the rest of the API: programs read them."""
        with translation.override("en"):
            return super().dispatch(request, *args, **kwargs)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse a wrong method before asking who it is: no token would make it right."""
        if request.method not in self.allowed_methods:
            raise MethodNotAllowed(str(request.method))
        super().initial(request, *args, **kwargs)

    def handle_exception(self, exc: Exception) -> Any:
        """Return the problem, with WWW-Authenticate on 401 and Retry-After on 429."""
        response = super().handle_exception(exc)
        if response.status_code == 401:
            response["WWW-Authenticate"] = DisplayAuthentication().authenticate_header(self.request)
        if isinstance(exc, Throttled):
            response["Retry-After"] = str(int(getattr(exc, "wait", None) or 60) + 1)
        response["Cache-Control"] = "no-store"
        return response

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Say which pages' scripts may read the answer."""
        final = super().finalize_response(request, response, *args, **kwargs)
        for name in [name for name in final.headers if name.startswith("Access-Control-")]:
            del final[name]
        if self.open_to_scripts:
            final["Access-Control-Allow-Origin"] = "*"
            if request.method == "OPTIONS":
                final["Access-Control-Allow-Methods"] = ", ".join(self.allowed_methods)
                final["Access-Control-Allow-Headers"] = "Content-Type"
        return final


class PairView(SignageView):
    """A screen asks for a code."""

    open_to_scripts = True
    throttle_classes = [PairingThrottle]

    def post(self, request: Request) -> HttpResponse:
        """Return 201 with `{code, poll, expires}`."""
        if request.data not in ({}, None, ""):
            raise ParseError("the body is an empty JSON object")
        try:
            opened = services.open_pairing()
        except services.TooManyPairings as error:
            raise Throttled(wait=600, detail=str(error)) from error
        return answer(
            {
                "code": opened.code,
                "poll": request.build_absolute_uri(reverse("signage_poll", args=[opened.secret])),
                "expires": instant(opened.expires),
                "interval_s": settings.SIGNAGE_PAIR_SECONDS,
                "now": int(clock.epoch() * 1000),
            },
            status=201,
        )


class PollView(SignageView):
    """A screen asks whether somebody has entered its code."""

    open_to_scripts = True
    throttle_classes = [PollThrottle]

    def get(self, request: Request, secret: str) -> HttpResponse:
        """Return 202 while nobody has, 200 with the token once, 410 afterwards."""
        claim = services.claim(secret)
        if claim is None:
            raise NotFound("no pairing has this address")
        if claim.state == "waiting":
            return answer({"status": "waiting", "expires": instant(claim.expires)}, status=202)
        if claim.display is None:
            raise Gone("the token was fetched before" if claim.state == "claimed" else "the code has expired")
        uuid = str(claim.display.uuid)
        return answer(
            {
                "status": "paired",
                "token": claim.token,
                "display": {"id": uuid, "name": claim.display.name, "orientation": claim.display.orientation},
                "manifest": request.build_absolute_uri(reverse("signage_manifest", args=[uuid])),
                "state": request.build_absolute_uri(reverse("signage_state", args=[uuid])),
            }
        )


class ManifestView(SignageView):
    """A display asks what to show."""

    authentication_classes = [DisplayAuthentication]
    permission_classes = [IsDisplay]

    def get(self, request: Request, uuid: Any) -> HttpResponse:
        """Return the manifest, or 304 where the display has it."""
        display = display_of(request)
        origin = settings.PUBLIC_URL or f"{request.scheme}://{request.get_host()}"
        manifest = current(display, origin)
        headers = {"ETag": f'"{manifest.version}"', "Cache-Control": "private, no-cache", "Vary": "Authorization"}
        if f'"{manifest.version}"' in request.headers.get("If-None-Match", ""):
            return HttpResponseNotModified(headers=headers)
        return HttpResponse(manifest.body, content_type="application/json", headers=headers)


class StateView(SignageView):
    """A display reports; whoever holds its token may ask how it is."""

    authentication_classes = [DisplayAuthentication]
    permission_classes = [IsDisplay]

    def post(self, request: Request, uuid: Any) -> HttpResponse:
        """Keep the report; return the server's time, by which the display corrects its clock."""
        report = request.data
        if not isinstance(report, dict):
            raise ParseError("the body is a JSON object")
        services.hear(display_of(request), report)
        return answer({"now": int(clock.epoch() * 1000), "poll_s": settings.SIGNAGE_POLL_SECONDS})

    def get(self, request: Request, uuid: Any) -> HttpResponse:
        """Return health, last report and when it came."""
        display = display_of(request)
        seen = display.last_seen
        return answer(
            {
                "health": display.health(),
                "last_seen": instant(seen) if seen else None,
                "report": display.report,
                "now": int(clock.epoch() * 1000),
            }
        )


def display_of(request: Request) -> Display:
    """Return the display that proved itself (`IsDisplay` lets nobody else in)."""
    display: Any = request.auth
    assert isinstance(display, Display)
    return display


def current(display: Display, origin: str) -> Manifest:
    """Return a display's manifest, made anew when anything published, the display or the minute has moved on."""
    now = clock.now()
    playlist = display.playlist.modified.timestamp() if display.playlist else 0
    parts = [display.pk, display.modified.timestamp(), playlist, selectors.sequence(), f"{now:%Y%m%d%H%M}", origin]
    key = "signage:" + ":".join(map(str, parts))
    held: Manifest | None = cache.get(key)
    if held is None:
        held = build(display, origin=origin, now=now)
        cache.set(key, held, 90)
    return held


def instant(moment: datetime) -> str:
    """Return a moment in RFC 3339, on the town's clock."""
    return moment.astimezone(clock.TOKYO).isoformat(timespec="seconds")


def answer(body: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """Return JSON that nobody may keep."""
    return HttpResponse(orjson.dumps(body), content_type="application/json", status=status, headers=NO_STORE)
