"""What a page may weigh on a phone, and that nothing jumps while it loads (contract.md 2)."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

from tests.browser.conftest import PAGES

CONTENT = [name for name in PAGES if name not in {"gone", "missing"}]
SCRIPT_LIMIT = 40 * 1024
STYLE_LIMIT = 25 * 1024
PAGE_LIMIT = 350 * 1024
TEXT_LIMIT = 30 * 1024
BUILD = Path(__file__).resolve().parents[2] / "cms" / "frontend" / "static" / "build"

LAYOUT_SHIFT = """
    window.shift = 0;
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
    }).observe({ type: 'layout-shift', buffered: true });
"""


class Transfer:
    """Bytes over the wire, by kind of resource, as Chromium counts them."""

    def __init__(self, page: Any) -> None:
        self.kinds: dict[str, str] = {}
        self.bytes: dict[str, int] = {}
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.responseReceived", lambda event: self.kinds.__setitem__(event["requestId"], event["type"]))
        session.on("Network.loadingFinished", self.finished)

    def finished(self, event: dict[str, Any]) -> None:
        kind = self.kinds.get(event["requestId"], "Other")
        self.bytes[kind] = self.bytes.get(kind, 0) + int(event["encodedDataLength"])


@pytest.mark.parametrize("name", CONTENT)
def test_a_content_page_keeps_its_budgets_on_a_phone(phone: Any, site: str, name: str) -> None:
    transfer = Transfer(phone)
    phone.add_init_script(LAYOUT_SHIFT)
    phone.goto(site + PAGES[name].format(lang="ja"))
    phone.wait_for_load_state("networkidle")
    assert transfer.bytes["Script"] <= SCRIPT_LIMIT
    assert transfer.bytes["Stylesheet"] <= STYLE_LIMIT
    assert sum(transfer.bytes.values()) <= PAGE_LIMIT, transfer.bytes
    assert phone.evaluate("window.shift") == 0


def test_all_scripts_that_a_page_loads_at_once_fit_the_budget(built: None) -> None:
    entries = list(BUILD.glob("site-*.js"))
    static = {
        name for entry in entries for name in re.findall(r'from"\./([^"]+)"|^import"\./([^"]+)"', entry.read_text())
    }
    assert len(entries) == 1
    assert static == set(), "the entry imports chunks eagerly"
    assert len(gzip.compress(entries[0].read_bytes())) <= SCRIPT_LIMIT


def test_the_text_of_a_first_visit_weighs_little(site: str) -> None:
    page = fetch(site + PAGES["place"].format(lang="ja"))
    style = re.search(rb'href="(/static/build/site-[^"]+\.css)"', gzip.decompress(page))
    assert style is not None
    assert len(page) + len(fetch(site + style[1].decode())) <= TEXT_LIMIT


def test_a_places_text_can_be_read_within_six_seconds_on_a_slow_line(browser: Any, site: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    line.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 600, "downloadThroughput": 150_000 / 8, "uploadThroughput": 150_000 / 8},
    )
    page.goto(site + PAGES["place"].format(lang="ja"), wait_until="commit")
    page.wait_for_selector(".lead", state="visible", timeout=15_000)
    painted = page.evaluate(
        "() => new Promise(done => new PerformanceObserver(list => done(list.getEntriesByName('first-contentful-paint')[0]?.startTime))"
        ".observe({type: 'paint', buffered: true}))"
    )
    assert painted is not None
    assert painted <= 6000
    context.close()


def fetch(url: str) -> bytes:
    """Return the compressed body."""
    with urlopen(Request(url, headers={"Accept-Encoding": "gzip"}), timeout=10) as answer:
        assert answer.headers["Content-Encoding"] == "gzip"
        return bytes(answer.read())
