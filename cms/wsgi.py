"""The WSGI application that granian serves."""

from __future__ import annotations

import os
from wsgiref.types import WSGIApplication

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from cms.settled import settle
from cms.setup.processes import MARK, die_with_parent


def application_of(proxies: list[str]) -> WSGIApplication:
    """Return the application. What one of the `proxies` says of a client's address and scheme is believed.

    So a failed login counts against the person who tried and not against the proxy.
    """
    if not proxies:
        return get_wsgi_application()
    from granian.utils.proxies import wrap_wsgi_with_proxy_headers

    wrapped: WSGIApplication = wrap_wsgi_with_proxy_headers(get_wsgi_application(), trusted_hosts=proxies)
    return wrapped


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.run")
if MARK in os.environ:
    # A server's worker that outlives its main process would hold the port and answer with old code.
    die_with_parent()

application = application_of(settings.TRUSTED_PROXIES)
settle()
