"""The curator's pages of 3D models in a browser: the view, the comparison, the ruler, uploads over a connection that breaks."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.browser.server import manage, serving
from tests.browser.test_accessibility import STANDARDS, violations
from tests.processes import wait_until

SLOW_MS = 20_000


@dataclass(frozen=True)
class Desk:
    """A running site with a finished model, and the cookie of a curator."""

    origin: str
    asset: str
    picture: str
    cookie: dict[str, Any]

    @property
    def page(self) -> str:
        return f"{self.origin}/admin/models/{self.asset}/"


@pytest.fixture(scope="module")
def desk(built: None, migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    data = tmp_path_factory.mktemp("desk")
    shutil.copytree(migrated, data, dirs_exist_ok=True)
    told = json.loads(manage(data, "-m", "tests.browser.curator"))
    cookie = {"name": told["cookie"], "value": told["session"], "domain": "127.0.0.1", "path": "/"}
    with serving(data, threads=2) as origin:
        yield Desk(origin, told["asset"], told["picture"], cookie)


@contextmanager
def page_of(browser: Any, desk: Desk, width: int, height: int, **device: Any) -> Iterator[Any]:
    """Give a curator's page in a window of its own."""
    context = browser.new_context(viewport={"width": width, "height": height}, locale="ja", **device)
    context.add_cookies([desk.cookie])
    page = context.new_page()
    page.set_default_timeout(SLOW_MS)
    yield page
    context.close()


@pytest.fixture
def wide(browser: Any, desk: Desk) -> Iterator[Any]:
    with page_of(browser, desk, 1440, 900) as page:
        yield page


@pytest.fixture
def hand(browser: Any, desk: Desk) -> Iterator[Any]:
    """A curator's phone."""
    with page_of(browser, desk, 390, 844, has_touch=True, is_mobile=True) as page:
        yield page


@pytest.fixture
def zoom(wide: Any, desk: Desk) -> Any:
    """The page of a picture with its tiles."""
    wide.set_default_timeout(3 * SLOW_MS)
    wide.goto(f"{desk.origin}/admin/pictures/{desk.picture}/")
    wide.wait_for_selector("deep-zoom[data-factor]")
    return wide


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


def test_plane_is_laid_through_three_points_of_the_model_and_turned_round(wide: Any, desk: Desk) -> None:
    opened(wide, f"{desk.page}again/")
    wide.locator(".mesh-group summary").nth(1).click()
    wide.click(".mesh-pick")
    box = wide.locator("mesh-bench canvas").bounding_box()
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    for x, y in ((0, -40), (40, 30), (-40, 30)):
        wide.mouse.click(middle[0] + x, middle[1] + y)
    wide.wait_for_function("() => document.querySelector('#id_plane_side').value === 'free'")
    normal, point = (
        wide.input_value("#id_plane_normal"),
        [float(n) for n in wide.input_value("#id_plane_point").split(",")],
    )
    direction = [float(part) for part in normal.split(",")]
    assert sum(part**2 for part in direction) == pytest.approx(1, abs=1e-4)
    inward = [-point[0], 1 - point[1], -point[2]]  # the ball's middle is a metre up
    assert sum(a * b for a, b in zip(direction, inward, strict=True)) > 0
    wide.click(".mesh-turn")
    turned = [float(part) for part in wide.input_value("#id_plane_normal").split(",")]
    assert turned == pytest.approx([-part for part in direction])


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


def colour(page: Any) -> str:
    """Return which half of the picture is in the middle of the view; nothing before its tile is there."""
    told: str = page.evaluate(
        "(() => { const c = document.querySelector('deep-zoom canvas');"
        " const [r, , b, a] = c.getContext('2d').getImageData(c.width / 2, c.height / 2, 1, 1).data;"
        " return a ? (r > b ? 'right' : 'left') : ''; })()"
    )
    return told


def test_picture_is_brought_closer_by_keys_to_its_finest_tiles_and_moved(zoom: Any) -> None:
    asked: list[str] = []
    zoom.on("request", lambda request: asked.append(request.url))
    zoom.wait_for_function("(canvas => canvas.width >= canvas.clientWidth)(document.querySelector('deep-zoom canvas'))")
    zoom.locator("deep-zoom canvas").focus()
    zoom.keyboard.press("0")
    coarse = zoom.get_attribute("deep-zoom", "data-factor")
    for _ in range(6):
        zoom.keyboard.press("+")
    zoom.wait_for_selector("deep-zoom[data-factor='1']")
    assert coarse != "1"
    for key, half in (("ArrowRight", "right"), ("ArrowLeft", "left")):
        zoom.keyboard.press(key)
        if half == "left":
            zoom.keyboard.press(key)
        assert wait_until(lambda half=half: colour(zoom) == half, seconds=60)  # type: ignore[misc]
    assert any("/512,512/0/default.jpg" in url for url in asked)
    assert not any("/full/max/" in url for url in asked)
    zoom.keyboard.press("0")
    zoom.wait_for_selector(f"deep-zoom[data-factor='{coarse}']")


def test_picture_is_moved_by_hand_and_all_of_it_shown_by_a_button(zoom: Any) -> None:
    whole = zoom.inner_text("deep-zoom output")
    zoom.locator("deep-zoom canvas").scroll_into_view_if_needed()
    box = zoom.locator("deep-zoom canvas").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    zoom.mouse.move(x, y)
    zoom.mouse.wheel(0, -800)
    zoom.wait_for_function("was => document.querySelector('deep-zoom output').textContent !== was", arg=whole)
    zoom.mouse.down()
    zoom.mouse.move(x - 150, y, steps=3)
    zoom.mouse.up()
    assert wait_until(lambda: colour(zoom) == "right", seconds=60)
    zoom.get_by_role("button", name="全体").click()
    zoom.wait_for_function("was => document.querySelector('deep-zoom output').textContent === was", arg=whole)


def test_axe_finds_nothing_on_a_pictures_pages(zoom: Any, desk: Desk) -> None:
    zoom.evaluate("document.querySelectorAll('main details').forEach((part) => { part.open = true; })")
    assert mine(violations(zoom, STANDARDS)) == []
    for path in ("", "add/"):
        zoom.goto(f"{desk.origin}/admin/pictures/{path}")
        assert mine(violations(zoom, STANDARDS)) == []


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
