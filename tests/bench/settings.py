"""The run profile, with the peer that we compare ourselves with."""

from __future__ import annotations

from cms.settings.run import *  # noqa: F403
from cms.settings.run import INSTALLED_APPS as OURS
from cms.settings.run import SILENCED_SYSTEM_CHECKS as SILENT
from cms.settings.run import WAGTAILSEARCH_BACKENDS as THEIRS

INSTALLED_APPS = [*OURS, "wagtail.api.v2", "tests.bench.peer"]
ROOT_URLCONF = "tests.bench.peer.urls"
# The peer is built as one would without this project, so its page is none of ours.
SILENCED_SYSTEM_CHECKS = [*SILENT, "cms_pages.E001"]
# The library's own search, beside the one of ours that the admin uses.
WAGTAILSEARCH_BACKENDS = {
    **THEIRS,
    "stock": {"BACKEND": "wagtail.search.backends.database", "AUTO_UPDATE": False},
}
