"""The curator's pages of 3D models in a browser: the view, the comparison, the ruler, uploads over a connection that breaks."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import ROOT, free_port, wait_for
from tests.browser.test_accessibility import STANDARDS, violations
from tests.database import start_from_template

SLOW_MS = 20_000


@dataclass(frozen=True)
class Desk:
    """A running site with a finished model, and the cookie of a curator."""

    origin: str
    asset: str
    cookie: dict[str, Any]

    @property
    def page(self) -> str:
        return f"{self.origin}/admin/models/{self.asset}/"


@pytest.fixture(scope="module")
def desk(built: None, migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    data = tmp_path_factory.mktemp("desk")
    start_from_template(str(data / "kakuzan.sqlite3"))
    environment = os.environ | {"KAKUZAN_DATA": str(data), "DJANGO_SETTINGS_MODULE": "cms.settings.run"}
    for name in ("DATABASE_URL", "KAKUZAN_PUBLIC_URL"):
        environment.pop(name, None)
    for command in (("manage.py", "migrate", "-v0"), ("-m", "tests.browser.curator")):
        done = subprocess.run(
            [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr[-3000:]
    told = json.loads(done.stdout.strip().splitlines()[-1])
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
         "--workers", "1", "--blocking-threads", "2", "--log-level", "warning", "cms.wsgi:application"],
        cwd=ROOT, env=environment, start_new_session=True,
    )  # fmt: skip
    try:
        wait_for(port)
        cookie = {"name": told["cookie"], "value": told["session"], "domain": "127.0.0.1", "path": "/"}
        yield Desk(f"http://127.0.0.1:{port}", told["asset"], cookie)
    finally:
        server.terminate()
        server.wait(timeout=20)


@pytest.fixture
def wide(browser: Any, desk: Desk) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="ja")
    context.add_cookies([desk.cookie])
    page = context.new_page()
    page.set_default_timeout(SLOW_MS)
    yield page
    context.close()


@pytest.fixture
def hand(browser: Any, desk: Desk) -> Iterator[Any]:
    """A curator's phone."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, locale="ja")
    context.add_cookies([desk.cookie])
    page = context.new_page()
    page.set_default_timeout(SLOW_MS)
    yield page
    context.close()


def opened(page: Any, address: str) -> None:
    """Open a page with a 3D view and wait until the model is there."""
    page.goto(address)
    page.wait_for_selector("mesh-bench[data-shown]", timeout=SLOW_MS)


def eye(page: Any) -> list[float]:
    return [round(value, 6) for value in page.evaluate("document.querySelector('mesh-bench').eye()")]


def test_levels_change_under_the_same_camera_and_the_curtain_names_both(wide: Any, desk: Desk) -> None:
    opened(wide, desk.page)
    wide.locator("mesh-bench canvas").focus()
    wide.keyboard.press("ArrowRight")
    stood = eye(wide)
    first = wide.get_attribute("mesh-bench", "data-shown")
    wide.locator("input[name=level]").nth(1).check()
    wide.wait_for_function("old => document.querySelector('mesh-bench').dataset.shown !== old", arg=first)
    assert eye(wide) == stood
    wide.select_option("select[name=other]", label="原本")
    wide.wait_for_selector("mesh-bench.two")
    assert [wide.inner_text(place) for place in (".mesh-left", ".mesh-right")] == ["原本", "携帯電話用"]


def test_heat_map_has_a_legend_in_millimetres_and_one_scale_for_all(wide: Any, desk: Desk) -> None:
    opened(wide, desk.page)
    wide.check("input[name=skin][value=heat]")
    wide.wait_for_selector(".mesh-legend:not([hidden])")
    ticks = wide.locator(".mesh-ticks span").all_inner_texts()
    assert ticks[0] == "0 mm" and ticks[-1] == "≥ 20 mm"
    assert "パソコン用：半分の点は" in wide.inner_text(".mesh-told")


def test_ruler_measures_by_keys_and_by_touch(wide: Any, hand: Any, desk: Desk) -> None:
    opened(wide, desk.page)
    wide.check("input[name=ruler]")
    wide.locator("mesh-bench canvas").focus()
    wide.keyboard.press("Enter")
    for _ in range(6):
        wide.keyboard.press("ArrowRight")
    wide.keyboard.press("Enter")
    told = wide.inner_text("mesh-bench [role=status]")
    metres = re.search(r"距離 ([\d.]+) (c?m)（", told)
    assert metres, told
    length = float(metres[1]) / (100 if metres[2] == "cm" else 1)
    assert length == pytest.approx(2 * 0.3827, abs=0.03)  # two points of a ball of 1 m, 45 degrees apart
    opened(hand, desk.page)
    hand.locator("input[name=ruler]").check()
    box = hand.locator("mesh-bench canvas").bounding_box()
    hand.locator("mesh-bench canvas").scroll_into_view_if_needed()
    box = hand.locator("mesh-bench canvas").bounding_box()
    for share in (0.45, 0.55):
        hand.touchscreen.tap(box["x"] + share * box["width"], box["y"] + 0.5 * box["height"])
        hand.wait_for_timeout(400)
    assert "距離" in hand.inner_text("mesh-bench [role=status]")
    assert hand.locator(".mesh-length").is_visible()


def test_point_of_an_annotation_is_taken_by_keys(wide: Any, desk: Desk) -> None:
    opened(wide, f"{desk.page}annotations/")
    wide.locator("mesh-bench canvas").focus()
    wide.keyboard.press("Enter")
    place = [float(wide.input_value(f"#id_{axis}")) for axis in "xyz"]
    assert sum(value**2 for value in (place[0], place[1] - 1, place[2])) ** 0.5 == pytest.approx(1, abs=0.02)


def test_box_of_a_cut_is_filled_from_the_model(wide: Any, desk: Desk) -> None:
    opened(wide, f"{desk.page}again/")
    wide.locator(".mesh-group summary").nth(1).click()
    wide.click(".mesh-fill")
    assert float(wide.input_value("#id_box_top")) == pytest.approx(2, abs=0.02)
    assert float(wide.input_value("#id_box_left")) == pytest.approx(-1, abs=0.02)


def test_upload_goes_on_after_the_connection_broke(wide: Any, desk: Desk, tmp_path: Path) -> None:
    """20 MB in three pieces; the second is cut off, and so are the first two times it asks where to go on."""
    scan = tmp_path / "wall.obj"
    scan.write_bytes(b"v 0 0 0\n" * 2_500_000)
    sent: list[int] = []
    broken = {"left": 3}

    def cut(route: Any) -> None:
        request = route.request
        offset = int(request.headers.get("upload-offset", -1))
        if broken["left"] and (offset > 0 or (request.method == "GET" and sent)):
            broken["left"] -= 1
            route.abort("connectionreset")
            return
        if request.method == "PUT":
            sent.append(offset)
        route.continue_()

    wide.goto(f"{desk.origin}/admin/models/add/")
    wide.route(re.compile(r"/admin/models/uploads/[0-9a-f-]{36}/"), cut)
    wide.fill("#id_title", "本丸の石垣、北面")
    wide.set_input_files("#id_files", str(scan))
    wide.click("button[type=submit]:has-text('送信')")
    wide.wait_for_selector("text=通信が切れました", timeout=SLOW_MS)
    wide.wait_for_url(re.compile(r"/admin/models/[0-9a-f-]{36}/$"), timeout=SLOW_MS)
    assert broken["left"] == 0
    assert sent == [0, 8 * 1024**2, 16 * 1024**2]  # nothing was sent twice
    assert hashlib.sha256(scan.read_bytes()).hexdigest() in wide.content()


@pytest.mark.parametrize("path", ["", "again/", "annotations/"])
def test_axe_finds_nothing_on_a_models_pages(wide: Any, desk: Desk, path: str) -> None:
    opened(wide, desk.page + path)
    wide.evaluate("document.querySelectorAll('main details').forEach((part) => { part.open = true; })")
    assert mine(violations(wide, STANDARDS)) == []


@pytest.mark.parametrize("path", ["", "add/"])
def test_axe_finds_nothing_on_the_list_and_the_upload(hand: Any, desk: Desk, path: str) -> None:
    hand.goto(f"{desk.origin}/admin/models/{path}")
    hand.evaluate("document.querySelectorAll('main details').forEach((part) => { part.open = true; })")
    assert mine(violations(hand, STANDARDS)) == []


def mine(found: list[str]) -> list[str]:
    """Return what lies outside Wagtail's own menu and header."""
    return [line for line in found if not re.search(r"sidebar|w-header|#wagtail-|avatar|w-tabs", line)]
