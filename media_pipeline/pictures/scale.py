"""One scale of a deep zoom: takes rows of pixels as they come, writes its tiles, and hands its rows on at half the size."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PIL import Image

LARGEST_KEPT: Final = 4096
"""Pixels of the longer side of the largest scale that is kept as a whole, for posters."""


class Scale:
    """The picture scaled down by `factor`. `count` says how many files were written; `whole` is all of it where it is small."""

    def __init__(
        self, factor: int, full: tuple[int, int], tile: int, out: Path, quality: int, smaller: Scale | None
    ) -> None:
        self.factor, self.full, self.tile, self.out, self.quality = factor, full, tile, out, quality
        self.smaller = smaller
        self.size = (-(-full[0] // factor), -(-full[1] // factor))
        self.count = 0
        self.whole: Image.Image | None = None
        self.top = self.filled = 0
        self.row: Image.Image | None = None

    def take(self, band: Image.Image) -> None:
        """Take the next rows of this scale."""
        start = 0
        while start < band.height:
            if self.row is None:
                self.row = Image.new(band.mode, (self.size[0], min(self.tile, self.size[1] - self.top)))
            rows = min(band.height - start, self.row.height - self.filled)
            self.row.paste(band.crop((0, start, band.width, start + rows)), (0, self.filled))
            self.filled, start = self.filled + rows, start + rows
            if self.filled == self.row.height:
                self._write()

    def finish(self) -> None:
        """Raise ValueError when rows are missing, here or below."""
        if self.top != self.size[1]:
            raise ValueError(f"{self.top} of {self.size[1]} rows came")
        if self.smaller is not None:
            self.smaller.finish()

    def _write(self) -> None:
        """Write the row of tiles that is full, and hand it on."""
        row, self.row, self.filled = self.row, None, 0
        assert row is not None
        for x in range(0, row.width, self.tile):
            part = row.crop((x, 0, min(x + self.tile, row.width), row.height))
            self.count += write(part, self.out / address(x, self.top, part.size, self.factor, self.full), self.quality)
        if max(self.size) <= LARGEST_KEPT:
            if self.whole is None:
                self.whole = Image.new(row.mode, self.size)
            self.whole.paste(row, (0, self.top))
        self.top += row.height
        if self.smaller is not None:
            self.smaller.take(row.reduce(2))


def address(x: int, y: int, size: tuple[int, int], factor: int, whole: tuple[int, int]) -> str:
    """Return REGION/SIZE of the tile at (x, y) of the picture scaled down by `factor`."""
    left, top = x * factor, y * factor
    width, height = min(size[0] * factor, whole[0] - left), min(size[1] * factor, whole[1] - top)
    region = "full" if (left, top, width, height) == (0, 0, *whole) else f"{left},{top},{width},{height}"
    return f"{region}/{size[0]},{size[1]}"


def write(image: Image.Image, folder: Path, quality: int) -> int:
    """Write `image` as JPEG, unless it is there already; return how many files that made."""
    target = folder / "0" / "default.jpg"
    if target.exists():
        return 0
    target.parent.mkdir(parents=True)
    image.save(target, "JPEG", quality=quality, subsampling=0 if quality >= 90 else 2, optimize=False)
    return 1
