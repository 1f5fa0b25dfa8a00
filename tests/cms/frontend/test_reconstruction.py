"""What each viewer of the keep is handed."""

from __future__ import annotations

from urllib.parse import unquote

from cms.frontend.reconstruction import intent, model_of
from tests.cms.frontend.documents import railway_museum, tenshudai

ORIGIN = "https://kakuzan.example"
PAGE = f"{ORIGIN}/ja/keep/"


def test_the_viewer_gets_the_compressed_model_and_scene_viewer_the_plain_one():
    model = model_of(tenshudai(), origin=ORIGIN, page=PAGE)
    assert model is not None
    assert model.src == "/media/keep.glb"
    assert f"file={ORIGIN}/media/keep-plain.glb" in unquote(model.scene_viewer)
    assert model.usdz == "/media/keep.usdz"
    assert model.megabytes == "1.9"


def test_without_a_compressed_model_the_plain_one_serves_both():
    document = tenshudai() | {"media": [{"role": "scene-viewer", "url": "@ORIGIN@/media/plain.glb"}]}
    model = model_of(document, origin=ORIGIN, page=PAGE)
    assert model is not None
    assert model.src == "/media/plain.glb"


def test_a_record_without_ready_derivatives_has_no_model():
    assert model_of(railway_museum(), origin=ORIGIN, page=PAGE) is None
    manifest = {"media": [{"role": "manifest", "url": "@ORIGIN@/api/v1/media/1"}]}
    assert model_of(tenshudai() | manifest, origin=ORIGIN, page=PAGE) is None


def test_the_intent_falls_back_to_the_page_and_escapes_the_name():
    link = intent(f"{ORIGIN}/media/a b.glb", title="津山城 天守", page=PAGE)
    assert link.startswith("intent://arvr.google.com/scene-viewer/1.0?file=https%3A%2F%2F")
    assert link.endswith("S.browser_fallback_url=https%3A%2F%2Fkakuzan.example%2Fja%2Fkeep%2F;end;")
    assert " " not in link
