"""The WSGI application that granian serves."""

import os

from django.core.wsgi import get_wsgi_application

from cms.setup.processes import MARK, die_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.run")
if MARK in os.environ:
    # A server's worker that outlives its main process would hold the port and answer with old code.
    die_with_parent()

application = get_wsgi_application()
