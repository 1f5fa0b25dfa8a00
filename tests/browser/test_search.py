"""The box with suggestions by keyboard, reader and input method; the filters unfolded; nearness after a tap alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.test_accessibility import LIGHT, violations
from tests.browser.test_budgets import LAYOUT_SHIFT
from tests.browser.test_elements import wait_until

NAMES = ("津山城（鶴山公園）", "津山駅", "津山まつり")
OPEN = "document.getElementById('q').getAttribute('aria-expanded') === 'true'"


class Suggestions:
    """Answers of the API, and what was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, route: Any) -> None:
        self.asked.append(route.request.url)
        rows = [
            {"name": name, "url": f"/ja/places/{n}/", "lang": "ja", "category": None} for n, name in enumerate(NAMES)
        ]
        route.fulfill(body=json.dumps({"results": rows}), content_type="application/json")


@pytest.fixture
def suggestions(phone: Any) -> Iterator[Suggestions]:
    answers = Suggestions()
    phone.route("**/api/v1/search/suggest?*", answers)
    yield answers
    phone.unroute("**/api/v1/search/suggest?*")


def test_names_are_offered_chosen_by_keys_and_told_to_readers(phone: Any, site: str, suggestions: Suggestions) -> None:
    phone.add_init_script(LAYOUT_SHIFT)
    phone.goto(f"{site}/ja/search/")
    phone.locator("#q").press_sequentially("つや")
    wait_until(phone, OPEN)
    assert phone.get_by_role("option").all_inner_texts() == list(NAMES)
    assert "3" in phone.locator("search-box [role=status]").inner_text()
    assert violations(phone, LIGHT) == []
    phone.keyboard.press("ArrowDown")
    phone.keyboard.press("ArrowDown")
    chosen = phone.locator("#q").get_attribute("aria-activedescendant")
    assert phone.locator(f"#{chosen}").get_attribute("aria-selected") == "true"
    phone.keyboard.press("Escape")
    assert phone.locator("#q").get_attribute("aria-expanded") == "false"
    assert phone.locator("#q").input_value() == "つや", "the first Escape closes the list and keeps the words"
    assert phone.evaluate("window.shift") == 0
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/ja/search/?q=*")


def test_a_chosen_name_leads_to_the_thing_itself(phone: Any, site: str, suggestions: Suggestions) -> None:
    phone.goto(f"{site}/ja/search/")
    phone.locator("#q").press_sequentially("つ")
    wait_until(phone, OPEN)
    phone.keyboard.press("ArrowDown")
    with phone.expect_navigation(url="**/ja/places/0/"):
        phone.keyboard.press("Enter")


def test_nothing_is_asked_while_an_input_method_composes(phone: Any, site: str, suggestions: Suggestions) -> None:
    phone.goto(f"{site}/ja/search/")
    phone.locator("#q").focus()
    session = phone.context.new_cdp_session(phone)
    for text in ("k", "か", "かく"):
        session.send("Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)})
    phone.wait_for_timeout(400)
    assert suggestions.asked == []
    session.send("Input.insertText", {"text": "鶴山"})
    wait_until(phone, OPEN)
    assert len(suggestions.asked) == 1


def test_the_filters_unfold_for_readers_and_fingers(phone: Any, site: str) -> None:
    phone.goto(f"{site}/ja/search/?q=castle&years=x")
    assert phone.locator("#years").is_visible(), "what was not understood is not folded away"
    assert violations(phone, LIGHT) == []
    small = phone.evaluate(
        "() => [...document.querySelectorAll('.narrow label.chip, .narrow input[type=text], .narrow select, .narrow button')]"
        ".filter(e => e.getBoundingClientRect().height < 44).map(e => e.textContent)"
    )
    assert small == []


def test_the_position_is_sent_after_a_tap_only_and_rounded(browser: Any, site: str) -> None:
    here = {"latitude": 35.062834, "longitude": 134.005021}
    context = browser.new_context(
        geolocation=here, permissions=["geolocation"], viewport={"width": 1280, "height": 800}
    )
    page = context.new_page()
    page.goto(f"{site}/ja/search/?q=castle")
    assert "near=" not in page.url
    with page.expect_navigation(url="**near=*"):
        page.click("near-field button")
    assert "35.0628" not in page.url
    assert "sort=near" in page.url
    assert "years=" not in page.url, "empty fields stay out of the address"
    context.close()


def test_filters_work_without_scripts(browser: Any, site: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{site}/ja/search/?q=castle")
    page.click(".narrow summary")
    page.check("input[name=on_display]")
    page.click(".narrow button[type=submit]")
    assert "on_display=today" in page.url
    assert page.locator(".set a").count() == 1
    page.click(".set a")
    assert "on_display" not in page.url
    context.close()
