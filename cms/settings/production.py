"""A city's installation behind HTTPS."""

from __future__ import annotations

import os
from urllib.parse import urlsplit

from cms.settings.base import *  # noqa: F403
from cms.settings.base import PUBLIC_URL
from cms.settings.environment import BadEnvironment, flag
from cms.settings.security import LOGGING

PROFILE = "production"
if not PUBLIC_URL.startswith("https://"):
    raise BadEnvironment(
        "KAKUZAN_PUBLIC_URL is needed in production and starts with https://, as in https://kanko.example.jp"
    )

# The names this installation answers to: the public one, and what probes inside the network use.
ALLOWED_HOSTS = [
    urlsplit(PUBLIC_URL).hostname or "",
    *os.environ.get("KAKUZAN_HOSTS", "localhost 127.0.0.1 [::1]").split(),
]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

SECOND_FACTOR_REQUIRED = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz/"]  # probes ask inside the network, over plain HTTP
TRUSTED_PROXIES = os.environ.get("KAKUZAN_TRUSTED_PROXIES", "127.0.0.1 ::1").split()
# The proxy in front has to set this header itself and to drop one that came with the request.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = flag("KAKUZAN_HSTS_SUBDOMAINS", default=True)
SECURE_HSTS_PRELOAD = SECURE_HSTS_INCLUDE_SUBDOMAINS

LEVELS = {"kakuzan.request": {"level": "INFO"}, "wagtail": {"level": "INFO"}}
LOGGING = LOGGING | {"loggers": LOGGING["loggers"] | LEVELS}  # type: ignore[operator]
