"""The artwork keeps the rules of its hand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import cms

ROOT = Path(cms.__file__).parent
NUMBERED = {"de50"}
"""Objects that carry a number themselves."""
DRAWINGS = sorted((ROOT / "frontend" / "static" / "art").glob("*.svg"))


@pytest.mark.parametrize("drawing", DRAWINGS, ids=lambda path: path.stem)
def test_a_drawing_is_small_has_a_title_and_an_evening_and_no_lettering(drawing):
    text = drawing.read_text(encoding="utf-8")
    assert len(text.encode()) < 20 * 1024
    assert re.search(r"<title>.+</title>", text)
    assert "prefers-color-scheme:dark" in text
    assert "<text" not in text or drawing.stem in NUMBERED
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "")


@pytest.mark.parametrize("drawing", DRAWINGS, ids=lambda path: path.stem)
def test_a_drawing_has_its_picture_for_the_image_records(drawing):
    assert (ROOT / "demo" / "artwork" / f"{drawing.stem}.webp").is_file(), "run python -m cms.frontend.artwork"
