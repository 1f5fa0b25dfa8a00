"""Every GLB of every recipe, and every tile: Khronos' validator finds nothing, a browser draws it."""

from __future__ import annotations

import functools
import http.server
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from media_pipeline.encode import glb
from tests import node
from tests.media_pipeline.judges.conftest import Delivered

pytestmark = pytest.mark.pipeline

UNKNOWN = ("UNSUPPORTED_EXTENSION", "IMAGE_UNRECOGNIZED_FORMAT", "VALUE_NOT_IN_LIST /images/", "UNUSED_OBJECT")
"""What the validator says of every file with meshopt's extension or KTX2, neither of which it knows."""


def test_khronos_validator_finds_nothing(delivered: Delivered) -> None:
    files = delivered.files(".glb")
    assert len(files) > 12
    found = node.answer("gltf.mjs", *files)
    assert len(found) > len(files)  # packed ones are looked at twice
    for name, row in found.items():
        excused = UNKNOWN if _beyond(Path(name.removesuffix(" (unpacked)"))) else ()
        assert [message for message in row["messages"] if not any(code in message for code in excused)] == [], name


def _beyond(path: Path) -> bool:
    """Tell whether a file uses what the validator does not know."""
    used = glb.document_of(path.read_bytes()).get("extensionsUsed", [])
    return bool({"EXT_meshopt_compression", "KHR_texture_basisu"} & set(used))


def test_validator_looks_into_packed_files(tmp_path: Path, delivered: Delivered) -> None:
    """A greatest position that no vertex has is found, though the vertices are packed."""
    rows = delivered.manifest["derivatives"]
    packed = next(delivered.folder / row["uri"] for row in rows if row["format"] == "glb-meshopt")
    broken = tmp_path / "broken.glb"
    broken.write_bytes(re.sub(rb'"max":\[1', b'"max":[2', packed.read_bytes(), count=1))
    assert broken.read_bytes() != packed.read_bytes()
    found = node.answer("gltf.mjs", broken)
    assert found[f"{broken} (unpacked)"]["errors"] > 0


@pytest.fixture(scope="module")
def page(browser: Any, delivered: Delivered) -> Iterator[Any]:
    """Return a page with three.js that can load the delivered files and keeps every word on its console."""
    node.node()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Files, delivered.folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    opened = browser.new_page()
    opened.said = []
    opened.on("console", lambda line: opened.said.append(f"{line.type}: {line.text}"))
    opened.on("pageerror", lambda error: opened.said.append(str(error)))
    opened.goto(f"http://127.0.0.1:{server.server_port}/three.html")
    opened.wait_for_function("() => Boolean(window.load)")
    yield opened
    opened.close()
    server.shutdown()


class _Files(http.server.SimpleHTTPRequestHandler):
    """Serves the page and its packages, and delivered files below /out/."""

    def __init__(self, out: Path, *arguments: Any) -> None:
        self.out = out
        super().__init__(*arguments, directory=str(node.HERE))

    def translate_path(self, path: str) -> str:
        plain = path.partition("?")[0]
        return (
            str(self.out / plain.removeprefix("/out/")) if plain.startswith("/out/") else super().translate_path(path)
        )

    def log_message(self, *arguments: Any) -> None:
        pass


def test_three_draws_each_derivative(page: Any, delivered: Delivered) -> None:
    rows = [row for row in delivered.manifest["derivatives"] if row["mime"] == "model/gltf-binary"]
    assert rows
    for row in rows:
        found = page.evaluate("url => window.load(url)", f"/out/{row['uri']}")
        assert found["triangles"] == row["triangles"], row["uri"]
        assert found["meshes"] == row["draw_calls"]
        assert sorted(found["textures"]) == sorted([p["size"], p["size"]] for p in row["maps"])
        assert found["drawn"] > 0.2
    assert _complaints(page) == []


def test_three_draws_each_tile(page: Any, delivered: Delivered) -> None:
    tiles = delivered.files(".glb")
    tiles = [path for path in tiles if path.parent.name == "tiles"]
    assert len(tiles) == delivered.manifest["tiles"]["count"]
    for path in tiles:
        assert page.evaluate("url => window.load(url)", f"/out/tiles/{path.name}")["drawn"] > 0.02, path.name
    assert _complaints(page) == []


def _complaints(page: Any) -> list[str]:
    """Return the console's words but those of software drawing itself."""
    return [line for line in page.said if "GPU stall" not in line and "swiftshader" not in line.lower()]
