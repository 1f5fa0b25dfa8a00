"""The small scripts: states stay true, the trip stays on the device, map and 3D come on a tap."""

from __future__ import annotations

import json
import struct
import time
from typing import Any

import pytest

from tests.browser.conftest import PAGES

ANDROID = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile/15E148 Safari/604.1"
DESK = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36"


def wait_until(page: Any, expression: str, seconds: float = 20) -> None:
    """Poll an expression; Playwright's own waiting evaluates strings, which the page's policy forbids."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if page.evaluate(expression):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"never true: {expression}")


def test_an_opening_state_turns_by_itself_when_its_window_ends(browser: Any, site: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.clock.install()
    page.goto(f"{site}/ja/places/railway-museum/")
    state = page.locator(".side .state")
    assert "is-soon" in state.get_attribute("class")
    before = state.inner_text()
    page.clock.fast_forward("20:00")
    page.clock.run_for(61_000)
    assert state.inner_text() != before
    assert "is-soon" in state.get_attribute("class"), "no more entry, still open"
    context.close()


def test_the_trip_is_kept_on_the_device_and_put_in_order(phone: Any, site: str) -> None:
    for slug in ("tsuyama-castle", "railway-museum"):
        phone.goto(f"{site}/ja/places/{slug}/")
        phone.click("trip-button button")
        assert phone.get_attribute("trip-button button", "aria-pressed") == "true"
    phone.goto(f"{site}/ja/trip/")
    names = phone.locator("trip-list .stop h3")
    assert names.all_inner_texts() == ["津山城（鶴山公園）", "津山まなびの鉄道館"]
    phone.locator("trip-list .stop").nth(1).locator("[data-action=up]").click()
    assert names.all_inner_texts() == ["津山まなびの鉄道館", "津山城（鶴山公園）"]
    phone.reload()
    assert names.count() == 2
    phone.locator("trip-list .stop").nth(0).locator("[data-action=remove]").click()
    assert names.all_inner_texts() == ["津山城（鶴山公園）"]


def test_a_trip_is_shown_in_the_language_of_the_page(phone: Any, site: str) -> None:
    phone.goto(f"{site}/ja/places/tsuyama-castle/")
    phone.click("trip-button button")
    phone.goto(f"{site}/en/trip/")
    wait_until(phone, "document.querySelector('trip-list h3')?.textContent === 'Tsuyama Castle (Kakuzan Park)'")
    assert phone.get_attribute("trip-list h3 a", "href") == "/en/places/tsuyama-castle/"


def test_furigana_can_be_switched_off_and_stays_off(phone: Any, site: str) -> None:
    phone.goto(f"{site}/ja/places/tsuyama-castle/")
    assert phone.locator(".lead rt").first.is_visible()
    phone.click("ruby-switch button")
    assert not phone.locator(".lead rt").first.is_visible()
    phone.reload()
    assert not phone.locator(".lead rt").first.is_visible()


def test_the_map_opens_on_a_tap_and_draws_our_own_schematic(phone: Any, site: str) -> None:
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url))
    phone.goto(site + PAGES["map"].format(lang="ja"))
    phone.wait_for_load_state("networkidle")
    assert not [url for url in asked if "atlas" in url or "worker" in url]
    assert phone.locator(".placelist a").count() > 5, "the list stands first"
    phone.click("[data-action=open-map]")
    wait_until(phone, "document.querySelector('map-view').dataset.ready === 'true'", seconds=40)
    assert phone.locator("map-view canvas").count() == 1
    assert all(url.startswith((site, "blob:", "data:")) for url in asked)


def test_the_keep_loads_its_viewer_on_a_tap_only(phone: Any, site: str) -> None:
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url))
    phone.goto(site + PAGES["keep"].format(lang="ja"))
    phone.wait_for_load_state("networkidle")
    assert not [url for url in asked if "viewer" in url or ".glb" in url]
    assert phone.locator("a[rel=ar]").get_attribute("href").startswith("/media/keep.usdz")
    assert phone.locator("a[href^='intent://arvr.google.com/scene-viewer/']").count() == 1
    phone.click("[data-action=view-3d]")
    wait_until(phone, "Boolean(document.querySelector('model-viewer'))")
    wait_until(phone, "Boolean(customElements.get('model-viewer'))")
    assert all(url.startswith((site, "blob:", "data:")) for url in asked)


def test_a_story_shows_its_3d_view_in_place_of_the_poster_after_a_tap(phone: Any, site: str) -> None:
    phone.route("**/media/keep.glb", lambda route: route.fulfill(body=triangle(), content_type="model/gltf-binary"))
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url))
    phone.goto(site + PAGES["story"].format(lang="ja"))
    phone.wait_for_load_state("networkidle")
    assert not [url for url in asked if "viewer" in url or ".glb" in url]
    assert phone.locator(".threed .viewer img").count() == 1
    before = phone.locator(".threed .viewer").bounding_box()
    phone.click(".threed [data-action=view-3d]")
    wait_until(phone, "document.querySelector('.threed model-viewer')?.loaded === true", seconds=40)
    after = phone.locator(".threed .viewer").bounding_box()
    assert after["height"] == pytest.approx(before["height"], abs=1), "nothing below moves"
    wait_until(phone, "document.querySelector('.threed [data-action=view-3d]').hidden")
    assert phone.locator(".threed p[role=status]").inner_text()
    assert all(url.startswith((site, "blob:", "data:")) for url in asked)


@pytest.mark.parametrize(
    ("agent", "quick_look", "scene_viewer"), [(ANDROID, False, True), (IPHONE, True, False), (DESK, True, True)]
)
def test_of_the_two_ways_into_ar_a_phone_shows_the_one_it_has(
    browser: Any, site: str, agent: str, quick_look: bool, scene_viewer: bool
) -> None:
    context = browser.new_context(user_agent=agent, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(site + PAGES["keep"].format(lang="ja"))
    page.wait_for_load_state("networkidle")
    assert page.locator("a[rel=ar]").is_visible() is quick_look
    assert page.locator("a[href^='intent:']").is_visible() is scene_viewer
    context.close()


def triangle() -> bytes:
    """Return the smallest GLB that draws anything: one triangle, one metre wide (glTF 2.0, section 4)."""
    corners = struct.pack("<9f", 0, 0, 0, 1, 0, 0, 0, 1, 0)
    scene = {
        "asset": {"version": "2.0"},
        "scene": 0,
        "scenes": [{"nodes": [0]}],
        "nodes": [{"mesh": 0}],
        "meshes": [{"primitives": [{"attributes": {"POSITION": 0}}]}],
        "accessors": [
            {"bufferView": 0, "componentType": 5126, "count": 3, "type": "VEC3", "min": [0, 0, 0], "max": [1, 1, 0]}
        ],
        "bufferViews": [{"buffer": 0, "byteLength": len(corners)}],
        "buffers": [{"byteLength": len(corners)}],
    }
    text = json.dumps(scene).encode()
    text += b" " * (-len(text) % 4)
    size = 12 + 8 + len(text) + 8 + len(corners)
    return (
        struct.pack("<4sII", b"glTF", 2, size)
        + struct.pack("<I4s", len(text), b"JSON")
        + text
        + struct.pack("<I4s", len(corners), b"BIN\0")
        + corners
    )


def test_then_and_now_are_three_choices_without_a_script(browser: Any, site: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(site + PAGES["keep"].format(lang="ja"))
    page.click("label[for=cmp-then]")
    assert page.is_checked("#cmp-then")
    context.close()
