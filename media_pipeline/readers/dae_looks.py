"""Materials of a DAE file: the diffuse colour or texture of the effect that a material leads to."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from urllib.parse import unquote

from media_pipeline.errors import BadInput
from media_pipeline.mesh import Material
from media_pipeline.readers.files import Upload

MAX_STEPS = 8


class Looks:
    """The materials of one document, by id."""

    def __init__(self, name: str, root: ET.Element, by_id: dict[str, ET.Element], upload: Upload) -> None:
        self.name, self.root, self.by_id, self.upload = name, root, by_id, upload
        self._found: dict[str, Material | None] = {}

    def bound(self, instance: ET.Element) -> dict[str, Material]:
        """Return the materials that an instance of a geometry binds to its symbols."""
        rows = instance.findall("bind_material/technique_common/instance_material")
        found = {row.get("symbol", ""): self.material(row.get("target", "").lstrip("#")) for row in rows}
        return {symbol: material for symbol, material in found.items() if material is not None}

    def material(self, key: str) -> Material | None:
        """Return the material with this id, None where there is none."""
        key = unquote(key)
        if key not in self._found:
            self._found[key] = self._read(key)
        return self._found[key]

    def _read(self, key: str) -> Material | None:
        material = self.by_id.get(key)
        effect = material.find("instance_effect") if material is not None and material.tag == "material" else None
        profile = self.by_id.get(effect.get("url", "")[1:]) if effect is not None else None
        if material is None or profile is None:
            return None
        shade = profile.find(".//diffuse")
        name = material.get("name") or key
        if shade is None:
            return Material(name)
        texture, colour = shade.find("texture"), shade.findtext("color")
        if texture is not None:
            return Material(name, (255, 255, 255), self._picture(profile, texture.get("texture", ""), key))
        return Material(name, self._colour(colour, key) if colour else (255, 255, 255))

    def _picture(self, effect: ET.Element, reference: str, key: str) -> str | None:
        """Follow sampler and surface to the image's file."""
        params = {row.get("sid", ""): row for row in effect.iter("newparam")}
        for _ in range(MAX_STEPS):
            row = params.get(reference)
            if row is None:
                break
            source = row.find(".//sampler2D/source")
            inner = row.find(".//sampler2D/instance_image")
            start = row.findtext(".//surface/init_from")
            reference = (source.text or "").strip() if source is not None else (start or "").strip()
            if inner is not None:
                reference = inner.get("url", "").lstrip("#")
        image = self.by_id.get(reference)
        if image is None or image.tag != "image":
            self.upload.warnings.append(f"{self.name}: the material {key[:40]} names no image that is there")
            return None
        path = image.findtext("init_from/ref") or image.findtext("init_from") or ""
        return self.upload.texture(_local(path.strip()), referrer=self.name, place=f"image {reference[:40]}")

    def _colour(self, text: str, key: str) -> tuple[int, int, int]:
        try:
            red, green, blue = (round(255 * min(max(float(word), 0.0), 1.0)) for word in text.split()[:3])
        except (ValueError, OverflowError):
            raise BadInput(self.name, f"material {key[:40]}", "the diffuse colour is not three numbers") from None
        return red, green, blue


def _local(path: str) -> str:
    """Return the file's name where a program wrote where the file lay on its own disk; what names a host stays and is refused."""
    plain = unquote(path)
    return plain.rsplit("/", 1)[-1] if plain.startswith("file:///") else plain
