"""What people say of an asset is refused in a sentence, or stands a USDZ by a surveyed board."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import numpy as np
import pytest
from PIL import Image

from media_pipeline import about
from media_pipeline.encode import anchor
from media_pipeline.errors import BadInput

BOARD = {"picture": "sign.png", "width_m": 0.84, "position_m": [4.0, 1.5, 6.0], "facing": 30.0, "tilt": 10}
WHOLE = {
    "title": {"ja": "津山城天守", "en": "Keep"},
    "subject_id": "keep",
    "rights": {"licence": "CC0-1.0", "holder": "津山市", "credit": "", "restrictions": ""},
    "geo": {"lon": 134.00495, "lat": 35.06277, "height": 120.0, "heading": 12},
    "capture": {"photo_count": 312},
    "reconstruction": {"is_hypothetical": True, "level_of_evidence": "", "sources": []},
    "board": BOARD,
}
WRONG = [
    ({"titel": {}}, "titel"),
    ({"title": {}}, "title"),
    ({"title": {"ja": 1}}, "title"),
    ({"rights": {"licence": None}}, "rights"),
    ({"geo": {"lon": 134.0}}, "geo"),
    ({"geo": {"lon": 134.0, "lat": 91}}, "geo.lat"),
    ({"board": []}, "board"),
    ({"board": BOARD | {"with_m": 1}}, "board.with_m"),
    ({"board": {name: BOARD[name] for name in ("picture", "position_m")}}, "board.width_m"),
    ({"board": BOARD | {"picture": ""}}, "board.picture"),
    ({"board": BOARD | {"width_m": 84}}, "board.width_m"),
    ({"board": BOARD | {"width_m": True}}, "board.width_m"),
    ({"board": BOARD | {"position_m": [1, 2]}}, "board.position_m"),
    ({"board": BOARD | {"position_m": [1, 2, "3"]}}, "board.position_m"),
    ({"board": BOARD | {"tilt": 120}}, "board.tilt"),
]


def test_everything_that_the_form_has_is_taken():
    about.check(WHOLE)
    jsonschema.validate(WHOLE, json.loads(about.SCHEMA.read_text("utf-8")))


@pytest.mark.parametrize(("said", "place"), WRONG, ids=[place for _, place in WRONG])
def test_what_breaks_the_form_is_refused_by_name_as_the_schema_refuses_it(said, place):
    with pytest.raises(BadInput) as error:
        about.check(said)
    assert str(error.value).startswith(f"about: {place}: ")
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(said, json.loads(about.SCHEMA.read_text("utf-8")))


class TestPicture:
    def test_is_kept_under_its_sum(self, tmp_path):
        board = _board(tmp_path, (400, 300))
        row = board.kept(tmp_path / "kept")
        assert Path(row["picture"]).read_bytes() == Path(board.picture).read_bytes()
        assert board.kept(tmp_path / "kept") == row

    @pytest.mark.parametrize("content", [b"", b"GIF89a", b"<svg/>"])
    def test_that_is_neither_jpeg_nor_png_is_refused(self, tmp_path, content):
        (tmp_path / "sign.png").write_bytes(content)
        with pytest.raises(BadInput, match=r"board\.picture: a JPEG or PNG"):
            about.Board(str(tmp_path / "sign.png"), 1.0, (0, 0, 0)).kept(tmp_path / "kept")

    def test_that_is_not_there_is_refused(self, tmp_path):
        with pytest.raises(BadInput, match=r"board\.picture: no file"):
            about.Board(str(tmp_path / "sign.png"), 1.0, (0, 0, 0)).kept(tmp_path / "kept")

    def test_loses_what_its_camera_noted(self, tmp_path):
        exif = Image.Exif()
        exif[0x0110] = "Camera of the office"
        Image.new("RGB", (2000, 1500), "#9a8c7a").save(tmp_path / "a.jpg", exif=exif)
        anchor.picture(tmp_path / "a.jpg", tmp_path / "b.jpg")
        assert b"Camera of the office" not in (tmp_path / "b.jpg").read_bytes()
        with Image.open(tmp_path / "b.jpg") as found:
            assert found.size == (1600, 1200)

    @pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0"])
    def test_that_ends_early_is_refused(self, tmp_path, content):
        (tmp_path / "a.png").write_bytes(content)
        with pytest.raises(BadInput, match=r"board\.picture"):
            anchor.picture(tmp_path / "a.png", tmp_path / "b.jpg")

    def test_too_small_to_be_found_again_is_refused(self, tmp_path):
        board = _board(tmp_path, (400, 100))
        with pytest.raises(BadInput, match="200"):
            anchor.picture(Path(board.picture), tmp_path / "b.jpg")


def _board(folder: Path, size: tuple[int, int]) -> about.Board:
    Image.new("RGB", size, "#9a8c7a").save(folder / "sign.png")
    return about.Board(str(folder / "sign.png"), 0.84, (4.0, 1.5, 6.0), 30.0)


class TestFrame:
    """A picture's frame: X to its right, Y out of it, Z down it."""

    @pytest.mark.parametrize(
        ("facing", "tilt", "point", "found"),
        [
            (0, 0, [4, 1.5, 6], [0, 0, 0]),
            (0, 0, [4, 1.5, 7], [0, 1, 0]),
            (0, 0, [5, 1.5, 6], [1, 0, 0]),
            (0, 0, [4, 0.5, 6], [0, 0, 1]),
            (90, 0, [5, 1.5, 6], [0, 1, 0]),
            (90, 0, [4, 1.5, 5], [1, 0, 0]),
            (0, 90, [4, 2.5, 6], [0, 1, 0]),
            (0, 90, [4, 1.5, 7], [0, 0, 1]),
        ],
    )
    def test_points_around_the_board(self, facing, tilt, point, found):
        matrix = anchor.from_model({"position_m": [4.0, 1.5, 6.0], "facing": facing, "tilt": tilt})
        assert np.array([*point, 1.0]) @ matrix == pytest.approx([*found, 1.0], abs=1e-9)
        assert np.linalg.det(matrix) == pytest.approx(1)
