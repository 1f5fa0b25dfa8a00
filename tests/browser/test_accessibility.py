"""axe-core finds nothing in light, dark and at 200 %: every page type in Japanese, three page types in each other language;
in the long suite every page type in every language.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import PAGES

AXE = Path(__file__).resolve().parents[2] / "cms" / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
LIGHT = [*STANDARDS, "best-practice"]
SETTLED_MS = 200
OTHERS = {
    "en": ("list", "events", "missing"),
    "zh-hans": ("home", "place", "search"),
    "zh-hant": ("list", "item", "map"),
    "ko": ("event", "tour", "trip"),
    "fr": ("keep", "place", "gone"),
    "ja-x-easy": ("home", "place", "story"),
}
EVERY_PAGE = [("ja", name) for name in PAGES]
ROTATION = [(lang, name) for lang, names in OTHERS.items() for name in names]
REST = [
    pytest.param(lang, name, marks=pytest.mark.full)
    for lang, names in OTHERS.items()
    for name in PAGES
    if name not in names
]


def violations(page: Any, tags: list[str]) -> list[str]:
    """Return what axe finds, one line for each element."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})", tags
    )
    return [f"{v['id']}: {node['target']} {node['failureSummary']}" for v in found["violations"] for node in v["nodes"]]


def settle(page: Any, url: str) -> None:
    """Open a page and wait until its network rests."""
    page.goto(url)
    page.wait_for_load_state("networkidle")


def scheme(page: Any, name: str) -> None:
    """Turn the page to evening or day and let its colours arrive: axe would measure a button halfway."""
    page.emulate_media(color_scheme=name, reduced_motion="reduce")
    page.wait_for_timeout(SETTLED_MS)


@pytest.mark.parametrize(("lang", "name"), [*EVERY_PAGE, *ROTATION, *REST])
def test_axe_finds_nothing_in_light_in_dark_and_at_200_percent(phone: Any, site: str, lang: str, name: str) -> None:
    settle(phone, site + PAGES[name].format(lang=lang))
    assert violations(phone, LIGHT) == []
    scheme(phone, "dark")
    assert violations(phone, STANDARDS) == []
    scheme(phone, "light")
    phone.evaluate("document.documentElement.style.fontSize = '200%'")
    assert violations(phone, STANDARDS) == []
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390, "sideways scroll at 200 % text"


@pytest.mark.parametrize("name", ["home", "place", "keep"])
def test_axe_finds_nothing_on_a_desk(browser: Any, site: str, name: str) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    settle(page, site + PAGES[name].format(lang="ja"))
    assert violations(page, LIGHT) == []
    context.close()


@pytest.mark.parametrize("name", ["home", "place", "list"])
def test_buttons_are_at_least_44_pixels_high(phone: Any, site: str, name: str) -> None:
    settle(phone, site + PAGES[name].format(lang="ja"))
    heights = phone.evaluate(
        "() => [...document.querySelectorAll('.btn, .nav a, .tool, a.chip, select, .langs a')].filter(e => e.offsetParent)"
        ".map(e => [e.textContent.trim().slice(0, 20), e.getBoundingClientRect().height])"
    )
    assert len(heights) > 5
    assert [pair for pair in heights if pair[1] < 44] == []
