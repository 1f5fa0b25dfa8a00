"""Which scripts, frames and features an answer may use, by the room its address stands in."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponseBase

Policy = Mapping[str, tuple[str, ...]]

PAGES: Policy = {
    "default-src": ("'self'",),
    "script-src": ("'self'", "'wasm-unsafe-eval'"),
    "style-src": ("'self'", "'unsafe-inline'"),
    "img-src": ("'self'", "data:", "blob:"),
    "connect-src": ("'self'", "blob:", "data:"),
    "media-src": ("'self'", "blob:"),
    "worker-src": ("'self'",),
    "object-src": ("'none'",),
    "base-uri": ("'none'",),
    "form-action": ("'self'",),
    "frame-ancestors": ("'self'",),
}
# Wagtail's date, time and inline panels carry inline scripts; its preview shows our pages in a frame.
ADMIN: Policy = dict(PAGES) | {
    "script-src": ("'self'", "'unsafe-inline'", "'wasm-unsafe-eval'"),
    "frame-src": ("'self'",),
}
# A kiosk browser or another signage system's web-page item may frame the player, which knows no user and no cookie.
SIGNAGE: Policy = dict(PAGES) | {"frame-ancestors": ("*",)}
NOTHING: Policy = {"default-src": ("'none'",), "frame-ancestors": ("'none'",), "base-uri": ("'none'",)}

ROOMS: tuple[tuple[str, Policy], ...] = (
    ("/admin/", ADMIN),
    ("/api/v1/docs", PAGES),
    ("/api/", NOTHING),
    ("/media/", NOTHING),
    ("/signage/", SIGNAGE),
)
# Position for "near me", sensors and a headset for the keep in augmented reality; nothing else, and nothing for frames.
OWN = ("accelerometer", "fullscreen", "geolocation", "gyroscope", "xr-spatial-tracking")
PASSKEYS = ("publickey-credentials-create", "publickey-credentials-get")
DEVICES = ("camera", "display-capture", "hid", "magnetometer", "microphone", "midi", "serial", "usb")
OFF = ("autoplay", "browsing-topics", "idle-detection", "payment", *DEVICES, *PASSKEYS)
FEATURES = ", ".join([f"{name}=(self)" for name in OWN] + [f"{name}=()" for name in OFF])
# Passkeys are made and used on the pages that log in.
FEATURES_STAFF = FEATURES
for feature in PASSKEYS:
    FEATURES_STAFF = FEATURES_STAFF.replace(f"{feature}=()", f"{feature}=(self)")


def text(policy: Policy) -> str:
    """Return a policy as the value of the Content-Security-Policy header."""
    return "; ".join(" ".join((name, *sources)) for name, sources in policy.items())


def with_frame(host: str) -> str:
    """Return the policy of a visitor's page on which an editor embedded an external player at `https://HOST`."""
    return text(dict(PAGES) | {"frame-src": ("'self'", f"https://{host}")})


TEXTS = tuple((prefix, text(policy)) for prefix, policy in ROOMS)
PAGES_TEXT = text(PAGES)


class HeadersMiddleware:
    """Adds the headers; one that a view has set itself stays, so that a single page can widen its own policy."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with the policy of the address."""
        response = self.get_response(request)
        path = request.path_info
        policy = next((value for prefix, value in TEXTS if path.startswith(prefix)), PAGES_TEXT)
        staff = path.startswith(("/admin/", "/accounts/"))
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("Permissions-Policy", FEATURES_STAFF if staff else FEATURES)
        if staff:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response
