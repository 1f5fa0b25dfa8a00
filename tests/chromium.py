"""One browser for all tests that need one: Playwright can be started only once in a process."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest


def lacking(what: str, package: str) -> None:
    """Skip because the machine lacks something, naming Debian's package; on CI that is a failure."""
    message = f"{what} is missing: apt install {package}"
    if os.environ.get("CI") == "true":
        pytest.fail(message, pytrace=False)
    pytest.skip(message)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return the path of Chromium."""
    found = os.environ.get("KAKUZAN_CHROMIUM") or shutil.which("chromium")
    if found is None:
        lacking("Chromium", "chromium")
    if (
        shutil.which("fc-list")
        and not subprocess.run(["fc-list", ":lang=ja"], capture_output=True, check=False).stdout.strip()
    ):
        lacking("A Japanese font", "fonts-noto-cjk")
    return str(found)


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Any]:
    """Return Chromium, drawing 3D in software."""
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as started:
        launched = started.chromium.launch(
            executable_path=chromium, args=["--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
        )
        yield launched
        launched.close()
