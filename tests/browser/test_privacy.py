"""Nothing leaves for anybody else, nothing is kept about anybody, and nothing needs a script."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.browser.conftest import PAGES


@pytest.mark.parametrize("name", [name for name in PAGES if name != "missing"])
def test_no_page_asks_anybody_else_or_sets_a_cookie(phone: Any, site: str, name: str) -> None:
    asked: list[str] = []
    complaints: list[str] = []
    phone.on("request", lambda request: asked.append(request.url))
    phone.on(
        "console",
        lambda message: complaints.append(message.text) if "Content Security Policy" in message.text else None,
    )
    phone.goto(site + PAGES[name].format(lang="ja"))
    phone.wait_for_load_state("networkidle")
    hosts = {urlsplit(url).netloc for url in asked if not url.startswith(("data:", "blob:"))}
    assert hosts == {urlsplit(site).netloc}
    assert phone.context.cookies() == []
    assert complaints == []


@pytest.mark.parametrize("name", ["home", "place", "keep", "search", "map", "list"])
def test_a_page_is_complete_without_scripts(browser: Any, site: str, name: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(site + PAGES[name].format(lang="ja"))
    assert page.locator("h1").count() == 1
    assert page.locator("main").inner_text().strip()
    assert page.locator("trip-button:visible, ruby-switch:visible, [data-action=open-map]:visible").count() == 0
    assert page.locator("a[href*='/en/']").count() >= 1
    context.close()


def test_the_search_form_works_without_scripts(browser: Any, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/ja/search/")
    page.fill("#q", "津山城")
    page.press("#q", "Enter")
    page.wait_for_load_state()
    assert "q=%E6%B4%A5%E5%B1%B1%E5%9F%8E" in page.url
    assert page.input_value("#q") == "津山城"
    context.close()


def test_the_language_switch_keeps_the_place_and_the_words_looked_for(phone: Any, site: str) -> None:
    phone.goto(f"{site}/ja/places/tsuyama-castle/")
    phone.click("#languages a[lang=en]")
    assert urlsplit(phone.url).path == "/en/places/tsuyama-castle/"
    phone.goto(f"{site}/ja/search/?q=%E5%9F%8E")
    phone.click("#languages a[lang=ko]")
    assert phone.input_value("#q") == "城"


def test_near_me_asks_only_on_a_tap_and_sends_a_rounded_position(browser: Any, site: str) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 844},
        permissions=["geolocation"],
        geolocation={"latitude": 35.06281, "longitude": 134.00537},
    )
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/api/" in request.url else None)
    page.goto(f"{site}/ja/")
    page.wait_for_load_state("networkidle")
    assert asked == []
    with page.expect_response("**/api/**"):
        page.click("near-me button")
    page.wait_for_load_state("networkidle")
    (url,) = asked
    query = dict(pair.split("=") for pair in urlsplit(url).query.split("&"))
    assert abs(float(query["lat"]) - 35.06281) <= 0.0012
    assert float(query["lat"]) != 35.06281
    steps = float(query["lat"]) / (250 / 111_320)
    assert abs(steps - round(steps)) < 0.01, "not on the 250 m grid"
    assert query["lang"] == "ja"
    context.close()
