"""What a web process has loaded is not looked through again by the garbage collector while visitors wait."""

from __future__ import annotations

import subprocess
import sys

LOOK = """
import gc, sys
from django.core.wsgi import get_wsgi_application
get_wsgi_application()
from cms.settled import settle
settle()
loaded, watched = set(sys.modules), len(gc.get_objects())
from django.test import Client
Client(raise_request_exception=False).get("/healthz/live")
late = sorted(name for name in set(sys.modules) - loaded if name.startswith(("cms.", "museum.", "tours.", "api.")))
print(watched, gc.get_freeze_count(), *late)
"""


def test_all_that_is_loaded_lies_out_of_the_collectors_sight_and_a_first_request_loads_no_view_of_ours() -> None:
    said = subprocess.run([sys.executable, "-c", LOOK], check=True, capture_output=True, text=True, timeout=120).stdout
    watched, frozen, *late = said.split()
    assert int(frozen) > 100_000
    assert int(watched) < 5_000
    assert not late
