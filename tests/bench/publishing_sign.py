"""From the click on publish to the new text on a playing sign, in Chromium."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from contextlib import ExitStack
from typing import Any

import django

from tests.bench.figures import Figure
from tests.browser.server import ROOT, free_port, wait_for

TIMES = 10
PLACES = 6
PATIENCE_S = 90
ON_SCREEN = ".layer.on .slide"


def measure() -> list[Figure]:
    """Edit one of six records and announce a notice, ten times, at moments spread over the interval of asking."""
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    places = _town()
    port = free_port()
    with ExitStack() as stack:
        stack.enter_context(_running("-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
                                     "--workers", "1", "--log-level", "warning", "cms.wsgi:application"))  # fmt: skip
        stack.enter_context(_running("manage.py", "worker", "fast"))
        wait_for(port)
        page = _screen(stack, port)
        texts, notices = zip(*(_once(page, places[number % PLACES], number) for number in range(TIMES)), strict=True)
    return [
        Figure("click on publish to the text on a playing sign, median", _part(texts, 0.5), "s"),
        Figure("click on publish to the text on a playing sign, p95", _part(texts, 0.95), "s", most=35),
        Figure("click on “postponed” to the notice on a playing sign, median", _part(notices, 0.5), "s"),
        Figure("click on “postponed” to the notice on a playing sign, p95", _part(notices, 0.95), "s", most=35),
    ]


def _part(waits: Any, part: float) -> float:
    ordered = sorted(waits)
    return float(ordered[min(int(len(ordered) * part), len(ordered) - 1)])


def _town() -> list[Any]:
    from tests import factories

    return [factories.place(f"place-{number}", name=_names(0, number)) for number in range(PLACES)]


def _names(turn: int, number: int) -> dict[str, str]:
    return {"ja": f"場所 {number}-{turn}", "en": f"Place {number}-{turn}"}


class _running:
    """A process of the system, ended when the block is left."""

    def __init__(self, *command: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, *command],
            cwd=ROOT,
            env={**os.environ},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def __enter__(self) -> subprocess.Popen[bytes]:
        return self.process

    def __exit__(self, *reason: object) -> None:
        self.process.terminate()
        self.process.wait(20)


def _screen(stack: ExitStack, port: int) -> Any:
    """Return a page that plays as a paired display."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's own loop runs in this thread
    from playwright.sync_api import sync_playwright

    from cms.signage.services import approve

    started = stack.enter_context(sync_playwright())
    chromium = os.environ.get("KAKUZAN_CHROMIUM") or shutil.which("chromium")
    browser = started.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
    stack.callback(browser.close)
    page = browser.new_page(viewport={"width": 960, "height": 540})
    page.goto(f"http://127.0.0.1:{port}/signage/")
    code = page.wait_for_selector("#code[data-code]:not([data-code=''])").get_attribute("data-code")
    approve(code, name="bench", languages=["ja", "en"])
    page.wait_for_selector("html[data-phase=playing]", state="attached", timeout=60_000)
    return page


def _once(page: Any, place: Any, number: int) -> tuple[float, float]:
    """Return the seconds until a new name and a notice can be read on the screen."""
    from cms.languages.values import LocalizedValue
    from tests import factories
    from tours.notices.services import undo

    page.wait_for_timeout(1000 * (number * 7 % 10))
    place.refresh_from_db()
    name = _names(number + 1, number)
    place.name = LocalizedValue.of(name)
    begun = time.monotonic()
    place.save_revision().publish()
    notice = factories.publish(factories.notice(place, notice_kind="postponed", live=False), work=False)
    waits: dict[str, float] = {}
    while len(waits) < 2:
        assert time.monotonic() - begun < PATIENCE_S, f"only {sorted(waits)} came to the screen"
        shown = page.locator(ON_SCREEN).last.inner_text()
        if "text" not in waits and any(text in shown for text in name.values()):
            waits["text"] = time.monotonic() - begun
        told = page.locator("#notices")
        if "notice" not in waits and told.get_attribute("data-id") == str(notice.uuid) and told.is_visible():
            waits["notice"] = time.monotonic() - begun
        page.wait_for_timeout(100)
    undo(notice, user=None)
    return waits["text"], waits["notice"]
