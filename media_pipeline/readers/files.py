"""The uploaded files as readers see them: found by name inside the upload, never outside, and their pictures checked
before they count.
"""

from __future__ import annotations

import hashlib
import io
import re
from pathlib import Path, PurePosixPath

from PIL import Image, UnidentifiedImageError

from media_pipeline.errors import BadInput

SCHEME = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]+:")
PICTURES = {"PNG": ".png", "JPEG": ".jpg", "WEBP": ".webp", "TIFF": ".tif", "BMP": ".bmp", "TGA": ".tga", "GIF": ".gif"}
KTX2 = b"\xabKTX 20\xbb\r\n\x1a\n"
MAX_PIXELS = 6_000_000_000
"""Of all textures together: forty of 8192 x 8192 and some more."""


class Upload:
    """The folder `root` of an upload's files, and `textures`, where the pictures that meshes name are collected.

    `warnings` collects what a curator should know although the mesh can be used; `declared`, by name, the metres a unit and
    the upward axis that files say themselves.
    """

    def __init__(self, root: Path, textures: Path, *, max_texture: int = 16384) -> None:
        self.root, self.textures, self.max_texture = root, textures, max_texture
        self.warnings: list[str] = []
        self.declared: dict[str, tuple[float, str]] = {}
        self._names = {str(p.relative_to(root).as_posix()): p for p in sorted(root.rglob("*")) if p.is_file()}
        self._by_name = {name.casefold(): name for name in reversed(self._names)}
        self._by_last_part = {PurePosixPath(name).name.casefold(): name for name in reversed(self._names)}
        self._taken: dict[str, str] = {}
        self._by_content: dict[str, str] = {}
        self._pixels = 0

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
        for wanted in (str(beside), str(PurePosixPath(*parts)), parts[-1]):
            if (known := self._by_name.get(wanted.casefold())) is not None:
                return known
        return self._by_last_part.get(parts[-1].casefold())

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
        """Collect the picture `source` (a file or its bytes), checked, and return its name in `textures`. What is the
        same byte for byte is kept once, whoever names it.
        """
        if label in self._taken:
            return self._taken[label]
        data = source.read_bytes() if isinstance(source, Path) else source
        content = hashlib.sha256(data).hexdigest()
        if content not in self._by_content:
            name = f"{len(self._by_content):03d}{self._check(data, label)}"
            (self.textures / name).write_bytes(data)
            self._by_content[content] = name
        self._taken[label] = self._by_content[content]
        return self._taken[label]

    def _check(self, data: bytes, label: str) -> str:
        """Return the ending for the picture. Its header is looked at first, so that what would fill the memory is
        refused before it is unpacked; then it is unpacked once, so that damage is found here and named.
        """
        Image.MAX_IMAGE_PIXELS = None
        if data.startswith(KTX2):
            raise BadInput(label, "", "the texture is KTX2, which is not read; give it as JPEG, PNG or WebP")
        try:
            with Image.open(io.BytesIO(data), formats=tuple(PICTURES)) as picture:
                width, height, kind = *picture.size, str(picture.format)
                self._measure(label, width, height)
                picture.draft("RGB", (width // 8, height // 8))
                picture.load()
        except BadInput:
            raise
        except Exception as error:  # noqa: BLE001 - Pillow raises a dozen kinds for broken pictures
            if isinstance(error, UnidentifiedImageError):
                rule = f"the texture is not a readable picture ({', '.join(PICTURES)})"
            else:
                rule = f"the texture is damaged ({str(error)[:80] or type(error).__name__})"
            raise BadInput(label, "", rule) from None
        return PICTURES[kind]

    def _measure(self, label: str, width: int, height: int) -> None:
        most = self.max_texture
        if max(width, height) > most:
            rule = f"the texture is {width} x {height} pixels, at most {most} x {most} are accepted"
            raise BadInput(label, "", rule)
        self._pixels += width * height
        if self._pixels > MAX_PIXELS:
            raise BadInput(label, "", f"the textures have more than {MAX_PIXELS // 10**6} million pixels together")


def safe_name(name: str, source: str) -> str:
    """Return `name` as a plain relative path below `source`. Raises BadInput for one that leaves it."""
    plain = name.replace("\\", "/")
    parts = [part for part in PurePosixPath(plain).parts if part != "."]
    if plain.startswith("/") or ".." in parts or not parts or re.match(r"^[A-Za-z]:", plain):
        raise BadInput(source, plain, "the name leaves the upload: absolute paths and '..' are refused")
    if any(ord(c) < 32 or 127 <= ord(c) < 160 for c in plain):
        raise BadInput(source, plain, "the name holds a control character")
    if len(plain.encode()) > 500 or any(len(part.encode()) > 200 for part in parts):
        raise BadInput(source, plain[:60], "the name is too long")
    return "/".join(parts)


def decode(raw: bytes) -> str:
    """Return a name or text as UTF-8, else CP932 (Japanese Windows), else Latin-1, which never fails."""
    for encoding in ("utf-8", "cp932"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")
