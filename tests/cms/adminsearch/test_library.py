"""The library's own tests for search backends, in a process of their own: its test app does not go with Wagtail's."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings

SETTINGS = "tests.cms.adminsearch.library_settings"
OF_THE_LIBRARY = 115
"""Its tests in modelsearch 1.3, none of them skipped; later versions may bring more."""


@pytest.mark.database
@pytest.mark.engine
def test_every_test_of_the_library_passes_and_none_is_skipped() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "django", "test", "--noinput", "tests.cms.adminsearch.library"],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": SETTINGS},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    assert int(re.search(r"^Ran (\d+) tests", done.stderr, re.M)[1]) >= OF_THE_LIBRARY
    assert "skipped" not in done.stderr
