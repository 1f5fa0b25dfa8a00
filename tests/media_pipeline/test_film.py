"""An animated WebP put together from pictures that are packed already."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image

from media_pipeline.encode import film


def packed(colour: tuple[int, int, int, int], *, lossless: bool) -> bytes:
    """Return a frame with a transparent rim as WebP."""
    pixels = np.zeros((24, 32, 4), np.uint8)
    pixels[4:-4, 4:-4] = colour
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "WEBP", quality=90, lossless=lossless)
    return buffer.getvalue()


def test_frames_come_back_in_turn_and_replace_each_other():
    colours = [(200, 30, 30, 255), (30, 160, 30, 255), (30, 30, 200, 255)]
    data = film.animated(
        [packed(c, lossless=index == 1) for index, c in enumerate(colours)], (32, 24), milliseconds=125
    )
    with Image.open(io.BytesIO(data)) as picture:
        assert (picture.size, picture.n_frames, picture.info["loop"]) == ((32, 24), 3, 0)
        for index, colour in enumerate(colours):
            picture.seek(index)
            frame = np.asarray(picture.convert("RGBA")).astype(int)
            assert picture.info["duration"] == 125
            assert np.abs(frame[12, 16] - colour).max() < 12
            assert frame[1, 1, 3] == 0
