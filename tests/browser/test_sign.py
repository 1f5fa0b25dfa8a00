"""A sign from its pairing code to a power cut without a network, in Debian's Chromium."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from PIL import Image

from tests.browser.server import ROOT, ended, free_port, started, surroundings

PLAYING = "html[data-phase=playing]"
TOKYO = ZoneInfo("Asia/Tokyo")


class Town:
    """A server that can be stopped, and somebody in the admin."""

    def __init__(self, data: Path) -> None:
        self.environment = surroundings(data, "tests.browser.sign_settings")
        self.port = free_port()
        self.desk = subprocess.Popen(
            [sys.executable, "-m", "tests.browser.sign_desk"],
            cwd=ROOT, env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.server: subprocess.Popen[bytes] | None = None

    def open(self) -> None:
        self.start()
        self.answer()

    def start(self) -> None:
        self.server = started(self.environment, self.port, threads=2)

    def stop(self) -> None:
        if self.server is not None:
            ended(self.server)
        self.server = None

    def do(self, command: str) -> None:
        assert self.desk.stdin is not None
        self.desk.stdin.write(command + "\n")
        self.desk.stdin.flush()
        self.answer()

    def answer(self) -> None:
        assert self.desk.stdout is not None
        line = "?"
        while line and line.strip() != "done":
            line = self.desk.stdout.readline()
        assert line, "the desk broke"

    def close(self) -> None:
        self.stop()
        self.desk.terminate()
        self.desk.wait(timeout=20)


@pytest.fixture(scope="module")
def town(chromium: str, migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """Return a small town with a castle, a garden and an event."""
    data = tmp_path_factory.mktemp("sign")
    shutil.copytree(migrated, data, dirs_exist_ok=True)
    made = Town(data)
    try:
        made.open()
        yield made
    finally:
        made.close()


class Screen:
    """A kiosk: a browser with a profile of its own that survives its restart."""

    def __init__(self, browser: Any, chromium: str, profile: Path, *args: str) -> None:
        self.kind, self.chromium, self.profile, self.args = browser.browser_type, chromium, profile, args
        self.context: Any = None

    def open(self, address: str, *, width: int = 960, height: int = 540) -> Any:
        self.context = self.kind.launch_persistent_context(
            str(self.profile),
            executable_path=self.chromium,
            args=list(self.args),
            viewport={"width": width, "height": height},
        )
        page = self.context.pages[0] if self.context.pages else self.context.new_page()
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.goto(address)
        return page

    def off(self) -> None:
        if self.context is not None:
            self.context.close()
        self.context = None


@pytest.fixture
def screen(browser: Any, chromium: str, tmp_path: Path) -> Iterator[Screen]:
    made = Screen(browser, chromium, tmp_path / "profile")
    yield made
    made.off()


def address(town: Town, host: str = "localhost") -> str:
    return f"http://{host}:{town.port}/signage/"


def paired(town: Town, page: Any, name: str) -> None:
    """Enter the code on the screen and wait until it plays."""
    shown = page.wait_for_selector("#code[data-code]:not([data-code=''])")
    town.do(f"pair {shown.get_attribute('data-code')} {name}")
    page.wait_for_selector(PLAYING, state="attached")


def data(page: Any, name: str) -> str:
    return str(page.locator("html").get_attribute(f"data-{name}"))


def until(page: Any, name: str, wanted: str, seconds: float = 15) -> str:
    """Wait until a data attribute of the root matches a pattern; the page forbids to evaluate texts, so ask from outside."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if re.search(wanted, data(page, name)):
            return data(page, name)
        page.wait_for_timeout(100)
    raise AssertionError(f"data-{name} is {data(page, name)!r}, not {wanted!r}")


def blank(page: Any) -> bool:
    """Tell whether nearly all pixels of the middle have one colour."""
    shot = Image.open(BytesIO(page.screenshot())).convert("L").resize((160, 90)).crop((0, 10, 160, 70))
    return max(shot.histogram()) > 0.97 * shot.width * shot.height


def test_sign_lives_through_a_stopped_server_and_a_power_cut(town: Town, screen: Screen) -> None:
    page = screen.open(address(town))
    paired(town, page, "station")
    slide = page.locator(".layer.on .slide").last
    assert slide.get_attribute("lang") == "ja"
    assert slide.get_attribute("data-qr").startswith(f"http://localhost:{town.port}/ja/")
    assert slide.get_attribute("data-id")
    assert data(page, "storage") == "kept"
    page.wait_for_timeout(2000)  # the service worker keeps the player

    town.stop()
    try:
        before = data(page, "slide")
        until(page, "error", ".", 20)
        page.evaluate("__player.wake()")
        until(page, "slide", f"^(?!{re.escape(before)}$)")
        assert not blank(page)
        assert clock_of(page) in minutes()

        screen.off()
        page = screen.open(address(town))
        page.wait_for_selector(PLAYING, state="attached")
        page.wait_for_timeout(1000)
        assert not blank(page)
        assert clock_of(page) in minutes()
        assert [name for name in data(page, "slide").split() if name], "a slide plays"
        go_to(page, "津山城")
        assert page.locator(".layer.on .art img").first.evaluate("image => image.naturalWidth") > 0
        assert screen.errors == []
    finally:
        town.start()
    until(page, "error", "^$", 20)


def clock_of(page: Any) -> str:
    return str(page.locator("#band time").text_content())


def minutes() -> set[str]:
    now = datetime.now(tz=TOKYO)
    return {(now + timedelta(minutes=shift)).strftime("%H:%M") for shift in (-1, 0, 1)}


def go_to(page: Any, name: str) -> None:
    """Go on until a slide in Japanese with this name stands."""
    for _ in range(40):
        if page.locator(".layer.on .slide[data-lang=ja] .name", has_text=name).count():
            return
        page.evaluate("__player.wake()")
        page.wait_for_timeout(900)
    raise AssertionError(f"{name} never came")


def test_edit_reaches_the_screen_and_a_withdrawn_record_leaves_it(town: Town, screen: Screen) -> None:
    page = screen.open(address(town))
    paired(town, page, "east gate")
    first = data(page, "version")
    town.do("rename 鶴山城跡")
    second = until(page, "version", f"^(?!{first})")
    assert page.evaluate("__player.manifest.slides.some((slide) => slide.name.text === '鶴山城跡')")
    town.do("rename 津山城")
    town.do("withdraw")
    until(page, "version", f"^(?!{second})")
    town.do("picture #23457c")  # publishes it again for the tests that follow
    town.do("revoke east gate")
    page.wait_for_selector("#code[data-code]:not([data-code=''])")


def test_changing_slides_never_shows_nothing(town: Town, screen: Screen) -> None:
    page = screen.open(address(town), width=540, height=960)
    paired(town, page, "portrait")
    page.wait_for_timeout(900)
    for _ in range(6):
        page.evaluate("__player.wake()")
        for _ in range(4):
            assert not blank(page)


def test_corrupted_file_is_refused_and_the_last_programme_stays(town: Town, screen: Screen) -> None:
    page = screen.open(address(town))
    paired(town, page, "corrupted")
    before = data(page, "version")
    page.context.route("**/media/**", lambda route: route.fulfill(body=b"not the picture", content_type="image/webp"))
    town.do("picture #7a3b2e")
    until(page, "error", "sha256 differs")
    assert data(page, "version") == before
    assert not blank(page)
    page.context.unroute("**/media/**")
    until(page, "version", f"^(?!{before})")
    until(page, "error", "^$")


def test_plain_http_plays_from_memory_and_says_so(town: Town, browser: Any, chromium: str, tmp_path: Path) -> None:
    screen = Screen(browser, chromium, tmp_path / "profile", "--host-resolver-rules=MAP sign.test 127.0.0.1")
    try:
        page = screen.open(address(town, "sign.test"))
        assert "HTTPS" in page.locator("#pairing .unkept").text_content()
        paired(town, page, "plain http")
        assert data(page, "storage") == "memory"
        assert "HTTPS" in page.locator(".kept-note").text_content()
        town.stop()
        before = data(page, "slide")
        page.evaluate("__player.wake()")
        until(page, "slide", f"^(?!{re.escape(before)}$)")
        assert not blank(page)
    finally:
        screen.off()
        if town.server is None:
            town.start()


def test_own_digest_is_sha_256(town: Town, screen: Screen) -> None:
    import hashlib

    page = screen.open(address(town))
    for length in (0, 1, 55, 56, 63, 64, 65, 1000):
        found = page.evaluate(
            """async (length) => {
              const { plain } = await import('/static/signage/sha256.js');
              return [...plain(Uint8Array.from({ length }, (_, place) => place % 251))];
            }""",
            length,
        )
        assert bytes(found) == hashlib.sha256(bytes(place % 251 for place in range(length))).digest()


@pytest.mark.parametrize(("records", "languages", "row"), [(1, 1, 1), (6, 3, 2), (7, 6, 2), (12, 6, 3)])
def test_every_record_comes_in_every_language(
    town: Town, screen: Screen, records: int, languages: int, row: int
) -> None:
    page = screen.open(address(town))
    found = page.evaluate(
        """async ([records, languages, row]) => {
          const { Rotation } = await import('/static/signage/programme.js');
          const order = Array.from({ length: records }, (_, place) => `r${place}`);
          const langs = Array.from({ length: languages }, (_, place) => `l${place}`);
          const slides = order.flatMap((id) => langs.map((lang) => ({ id, lang, duration_s: 8, from: null, until: null })));
          const rotation = new Rotation({ order, slides, languages: langs.map((code) => ({ code })), display: { in_a_row: row } });
          const seen = Array.from({ length: records * languages * row * 2 }, () => rotation.next(0).slide);
          return seen.map((slide) => [slide.id, slide.lang]);
        }""",
        [records, languages, row],
    )
    assert len({tuple(pair) for pair in found}) == records * languages
    turns = [lang for _id, lang in found]
    assert all(turns[place] == turns[place - place % row] for place in range(len(turns)))
