"""The uploaded files as readers see them: found by name inside the upload, never outside, and their pictures checked
before they count.
"""

from __future__ import annotations

import io
import re
import shutil
from pathlib import Path, PurePosixPath

from PIL import Image

from media_pipeline.errors import BadInput

SCHEME = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]+:")
PICTURES = {"PNG": ".png", "JPEG": ".jpg", "WEBP": ".webp", "TIFF": ".tif", "BMP": ".bmp", "TGA": ".tga", "GIF": ".gif"}


class Upload:
    """The folder `root` of an upload's files, and `textures`, where the pictures that meshes name are collected.

    `warnings` collects what a curator should know although the mesh can be used.
    """

    def __init__(self, root: Path, textures: Path, *, max_texture: int = 16384) -> None:
        self.root, self.textures, self.max_texture = root, textures, max_texture
        self.warnings: list[str] = []
        self._names = {str(p.relative_to(root).as_posix()): p for p in sorted(root.rglob("*")) if p.is_file()}
        self._taken: dict[str, str] = {}

    def names(self) -> list[str]:
        """Return the relative names of all files, sorted."""
        return list(self._names)

    def path(self, name: str) -> Path:
        """Return the file with this relative name."""
        return self._names[name]

    def find(self, reference: str, *, referrer: str, place: str) -> str | None:
        """Return the name of the file that `referrer` means by `reference`, or None if the upload does not hold it.

        Backslashes, another case and another folder are forgiven (programs write all three); leaving the upload is not:
        a scheme, an absolute path or `..` raises BadInput.
        """
        plain = reference.strip().strip('"').replace("\\", "/")
        if "\0" in plain or not plain:
            raise BadInput(referrer, place, "the file name is empty or contains a NUL")
        if plain.startswith("/") or re.match(r"^[A-Za-z]:", plain) or SCHEME.match(plain):
            raise BadInput(
                referrer, place, "refers to an absolute path or a remote address; only files of the upload may be named"
            )
        parts = [p for p in PurePosixPath(plain).parts if p != "."]
        if ".." in parts or not parts:
            raise BadInput(referrer, place, "refers to a file outside the upload ('..')")
        beside = PurePosixPath(referrer).parent.joinpath(*parts)
        wanted = (str(beside).casefold(), str(PurePosixPath(*parts)).casefold(), parts[-1].casefold())
        for known in self._names:
            if known.casefold() == wanted[0]:
                return known
        return next(
            (k for k in self._names if k.casefold() == wanted[1] or PurePosixPath(k).name.casefold() == wanted[2]), None
        )

    def texture(self, reference: str, *, referrer: str, place: str) -> str | None:
        """Return the collected name of the picture that `referrer` means, None (and a warning) if the upload does not
        hold it.
        """
        name = self.find(reference, referrer=referrer, place=place)
        if name is None:
            self.warnings.append(
                f"{referrer}: the texture {Path(reference.replace(chr(92), '/')).name} is not in the upload"
            )
            return None
        return self.picture(self.path(name), label=name)

    def picture(self, source: Path | bytes, *, label: str) -> str:
        """Collect the picture `source` (a file or its bytes), checked, and return its name in `textures`. Equal
        pictures are kept once by label.
        """
        if label in self._taken:
            return self._taken[label]
        suffix = self._check(source, label)
        name = f"{len(self._taken):03d}{suffix}"
        if isinstance(source, Path):
            shutil.copyfile(source, self.textures / name)
        else:
            (self.textures / name).write_bytes(source)
        self._taken[label] = name
        return name

    def _check(self, source: Path | bytes, label: str) -> str:
        """Look at the header only, so that a picture that would fill the memory is refused before it is unpacked."""
        Image.MAX_IMAGE_PIXELS = None
        try:
            with Image.open(
                source if isinstance(source, Path) else io.BytesIO(source), formats=tuple(PICTURES)
            ) as picture:
                width, height, kind = *picture.size, str(picture.format)
        except Exception:  # noqa: BLE001 - Pillow raises a dozen kinds for broken pictures
            raise BadInput(label, "", f"the texture is not a readable picture ({', '.join(PICTURES)})") from None
        if max(width, height) > self.max_texture:
            raise BadInput(
                label,
                "",
                f"the texture is {width} x {height} pixels, at most {self.max_texture} x {self.max_texture} are accepted",
            )
        return PICTURES[kind]


def decode(raw: bytes) -> str:
    """Return a name or text as UTF-8, else CP932 (Japanese Windows), else Latin-1, which never fails."""
    for encoding in ("utf-8", "cp932"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")
