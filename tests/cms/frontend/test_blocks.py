"""Blocks as a page's templates read them."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string

from cms.frontend.blocks import blocks
from cms.languages.table import by_code
from tests.cms.frontend.documents import tenshudai

ORIGIN = "https://kakuzan.example"


def view_3d(**members: Any) -> dict[str, Any]:
    record = {"id": "1", "name": "津山城 天守台", "url": "@ORIGIN@/ja/places/tsuyama-tenshudai/", "image": None}
    return {"type": "model", "value": {"asset": "1", "record": record, "caption": "推定をふくむ復元", **members}}


def html(stored: dict[str, Any]) -> str:
    (block,) = blocks([stored], language="ja", origin=ORIGIN)
    return render_to_string(block["template"], {"block": block, "language": by_code("ja")})


def test_a_3d_view_stands_as_poster_button_and_plain_ar_links() -> None:
    shown = html(view_3d(media=tenshudai()["media"]))
    assert '<model-view data-src="/media/keep.glb"' in shown
    assert 'data-action="view-3d"' in shown
    assert 'rel="ar" href="/media/keep.usdz' in shown
    assert "intent://arvr.google.com/scene-viewer/" in shown
    assert 'role="status"' in shown, "the viewer says here what it does"
    assert 'href="/ja/places/tsuyama-tenshudai/"' in shown


def test_a_3d_view_whose_model_is_not_ready_is_a_card() -> None:
    shown = html(view_3d(media=[]))
    assert "<model-view" not in shown
    assert 'href="/ja/places/tsuyama-tenshudai/"' in shown
    assert "推定をふくむ復元" in shown


def test_a_type_that_no_template_knows_is_left_out() -> None:
    assert blocks([{"type": "hologram", "value": {}}], language="ja") == []
