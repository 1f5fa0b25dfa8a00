"""The manifest in other programs' forms."""

from __future__ import annotations

import json
import zipfile
from typing import Any

import pytest

from media_pipeline.exports import Annotation, archive, iiif, svx
from media_pipeline.exports.__main__ import main

BASE = "https://example.org/media/keep/"
CROWN = Annotation(
    "shachi", (0.5, 21.0, -1.5), {"ja": "鯱", "en": "Roof fish", "zh-hant": "鴟吻"}, {"ja": "棟の飾り"}, (0, 1, 0)
)


def derivative(uri: str, *, mime: str = "model/gltf-binary", usage: str = "Web3D", triangles: int = 60_000) -> Any:
    return {
        "uri": uri, "usage": usage, "quality": "Medium", "profile": "ar-phone", "mime": mime, "bytes": 1_600_000,
        "triangles": triangles, "bbox": [[-10, 0, -11], [10, 22, 11]], "maps": [{"type": "colour", "size": 2048}],
    }  # fmt: skip


@pytest.fixture
def manifest() -> dict[str, Any]:
    camera = {"eye": [20.0, 12.0, 30.0], "target": [0.0, 11.0, 0.0], "fov": 30.0}
    return {
        "id": "0123456789abcdef-web",
        "title": {"ja": "津山城天守", "en": "Keep of Tsuyama castle"},
        "subject_id": "",
        "rights": {"licence": "CC-BY-4.0", "holder": "津山市", "credit": "", "restrictions": ""},
        "derivatives": [
            derivative("thumb.glb", triangles=20_000),
            derivative("phone.glb"),
            derivative("scene-viewer.glb", usage="App3D", triangles=99_000),
            derivative("quick-look.usdz", mime="model/vnd.usdz+zip", usage="iOSApp3D"),
        ],
        "previews": [{"kind": "poster", "uri": f"poster-{w}.webp", "w": w, "h": w, "camera": camera} for w in (1600, 400)],
        "provenance": {"finished": "2026-11-22T09:00:00+00:00"},
    }  # fmt: skip


class TestSvx:
    def test_each_derivative_is_there_with_its_figures(self, manifest):
        model = svx.document(manifest)["models"][0]
        found = {row["assets"][0]["uri"]: row for row in model["derivatives"]}
        assert found.keys() == {"thumb.glb", "phone.glb", "scene-viewer.glb", "quick-look.usdz", "poster-1600.webp"}
        assert found["quick-look.usdz"]["usage"] == "iOSApp3D"
        assert found["phone.glb"]["assets"][0] == {
            "uri": "phone.glb", "type": "Model", "mimeType": "model/gltf-binary", "byteSize": 1_600_000,
            "numFaces": 60_000, "imageSize": 2048,
        }  # fmt: skip
        assert model["units"] == "m"

    def test_scene_names_node_names_model(self, manifest):
        found = svx.document(manifest)
        node = found["nodes"][found["scenes"][found["scene"]]["nodes"][0]]
        assert found["models"][node["model"]]["boundingBox"]["max"] == [10, 22, 11]
        assert found["metas"][node["meta"]]["collection"]["titles"]["JA"] == "津山城天守"

    def test_annotation_keeps_point_and_languages(self, manifest):
        row = svx.document(manifest, [CROWN])["models"][0]["annotations"][0]
        assert row["position"] == [0.5, 21.0, -1.5]
        assert row["titles"] == {"JA": "鯱", "EN": "Roof fish", "ZH": "鴟吻"}


class TestIiif:
    def test_scene_paints_the_best_web_model_and_the_posters_camera(self, manifest):
        page = iiif.scene(manifest, BASE)["items"][0]["items"][0]
        bodies = [row["body"] for row in page["items"]]
        assert bodies[0]["id"] == BASE + "phone.glb"
        assert bodies[1]["type"] == "PerspectiveCamera"
        assert bodies[1]["lookAt"] == {"type": "PointSelector", "x": 0.0, "y": 11.0, "z": 0.0}
        assert page["items"][1]["target"]["selector"][0]["z"] == 30.0

    def test_same_point_stands_in_both_forms(self, manifest):
        comment = iiif.scene(manifest, BASE, [CROWN])["items"][0]["annotations"][0]["items"][0]
        point = comment["target"]["selector"][0]
        assert [point[axis] for axis in "xyz"] == svx.document(manifest, [CROWN])["models"][0]["annotations"][0][
            "position"
        ]
        assert [row["language"] for row in comment["body"]["items"]] == [["ja"], ["en"], ["zh-hant"]]

    def test_canvas_of_version_3_has_one_painting_with_the_model(self, manifest):
        found = iiif.canvas(manifest, BASE)
        painting = found["items"][0]["items"][0]["items"][0]
        assert painting["motivation"] == "painting"
        assert painting["target"] == found["items"][0]["id"]
        assert found["rights"] == "http://creativecommons.org/licenses/by/4.0/"
        assert found["rendering"][0]["format"] == "model/vnd.usdz+zip"

    def test_every_address_is_absolute_and_no_name_stands_twice(self, manifest):
        for document in (iiif.scene(manifest, BASE, [CROWN]), iiif.canvas(manifest, BASE)):
            ids = _members(document, "id")
            assert all(value.startswith(BASE) for value in ids)
            named = [value for value in ids if "#" in value]
            repeated = {value for value in named if named.count(value) > 1}
            assert repeated <= {f"{BASE}iiif-scene.json#scene"}

    def test_command_writes_both_beside_the_manifest(self, manifest, tmp_path, capsys):
        (tmp_path / "manifest.json").write_text(json.dumps(manifest), "utf-8")
        assert main([str(tmp_path), "--base", BASE.rstrip("/")]) == 0
        assert json.loads((tmp_path / "iiif-scene.json").read_text("utf-8"))["id"] == BASE + "iiif-scene.json"
        assert len(capsys.readouterr().out.splitlines()) == 2

    @pytest.mark.parametrize("base", ["media/keep/", "ftp://example.org/"])
    def test_base_that_is_no_web_address_is_refused(self, tmp_path, capsys, base):
        assert main([str(tmp_path), "--base", base]) == 2
        assert base in capsys.readouterr().err

    def test_folder_without_manifest_is_refused(self, tmp_path, capsys):
        assert main([str(tmp_path), "--base", BASE]) == 2
        assert "manifest.json" in capsys.readouterr().err


class TestArchive:
    @pytest.fixture
    def bag(self, manifest, tmp_path):
        master = tmp_path / "master"
        (master / "石垣").mkdir(parents=True)
        (master / "石垣" / "wall.obj").write_bytes(b"v 0 0 0\n" * 5000)
        (master / "wall.mtl").write_bytes(b"newmtl a\n")
        archive.write(manifest, tmp_path / "a.zip", master=master, documents={"manifest.json": b"{}"})
        return tmp_path / "a.zip"

    def test_master_comes_back_bit_for_bit_and_the_bag_verifies(self, bag):
        assert archive.verify(bag) == []
        with zipfile.ZipFile(bag) as found:
            root = found.namelist()[0].partition("/")[0]
            assert found.read(f"{root}/data/master/石垣/wall.obj") == b"v 0 0 0\n" * 5000
            assert found.read(f"{root}/bagit.txt").startswith(b"BagIt-Version: 1.0\n")
            assert b"Payload-Oxum: 40011.3\n" in found.read(f"{root}/bag-info.txt")

    def test_same_input_gives_the_same_bytes(self, bag, manifest, tmp_path):
        archive.write(manifest, tmp_path / "b.zip", master=tmp_path / "master", documents={"manifest.json": b"{}"})
        assert (tmp_path / "b.zip").read_bytes() == bag.read_bytes()

    @pytest.mark.parametrize(("change", "found"), [("alter", "was changed"), ("drop", "is missing"), ("add", "not in the manifest")])  # fmt: skip
    def test_tampering_is_found(self, bag, tmp_path, change, found):
        with zipfile.ZipFile(bag) as old, zipfile.ZipFile(tmp_path / "c.zip", "w") as new:
            for name in old.namelist():
                if not name.endswith("wall.mtl"):
                    new.writestr(name, old.read(name))
                elif change != "drop":
                    new.writestr(name, b"newmtl b\n" if change == "alter" else old.read(name))
            if change == "add":
                new.writestr(old.namelist()[0].partition("/")[0] + "/data/extra.txt", b"x")
        assert any(found in line for line in archive.verify(tmp_path / "c.zip"))


def _members(value: Any, name: str) -> list[str]:
    if isinstance(value, list):
        return [found for row in value for found in _members(row, name)]
    if not isinstance(value, dict):
        return []
    own = [value[name]] if name in value else []
    return own + [found for row in value.values() for found in _members(row, name)]
