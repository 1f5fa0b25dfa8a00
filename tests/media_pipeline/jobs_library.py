"""A stand-in for the library, and uploads, for tests that look at the bookkeeping of jobs."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile

from media_pipeline.jobs.services import upload
from media_pipeline.models import Asset


@dataclass
class Library:
    """Stands for `media_pipeline.run`: writes one GLB and a manifest, or raises `error`; `during` runs in between."""

    error: BaseException | None = None
    calls: int = 0
    during: Callable[[Any], None] = field(default=lambda progress: None)
    works: list[Path] = field(default_factory=list)
    tiles: int = 0

    def run(self, source: Path, *, out: Path, work: Path, progress: Any, **members: Any) -> Path:
        self.calls += 1
        self.works.append(work)
        (work / "results").mkdir(parents=True, exist_ok=True)
        (work / "results" / f"stage-{self.calls}").write_bytes(b"x" * 1000)
        self.during(progress)
        if self.error is not None:
            raise self.error
        out.mkdir(parents=True, exist_ok=True)
        content = b"glTF" + bytes([self.calls])
        (out / "a.glb").write_bytes(content)
        (out / "poster.webp").write_bytes(b"RIFF")
        (out / "comparison").mkdir(exist_ok=True)
        for name in ("master", "phone-error"):
            (out / "comparison" / f"{name}.glb").write_bytes(content + name.encode())
        document = manifest(content) | (tileset(out, self.tiles) if self.tiles else {})
        (out / "manifest.json").write_text(json.dumps(document))
        return out / "manifest.json"


def tileset(out: Path, count: int) -> dict[str, Any]:
    """Write 3D Tiles of a root and its parts, `count` in all, and return what the manifest says of them."""
    (out / "tiles").mkdir()
    rows = []
    for number in range(count):
        (out / "tiles" / f"{number}.glb").write_bytes(b"glTF tile %d" % number)
        rows.append({"content": {"uri": f"{number}.glb"}, "geometricError": 0})
    document = {"asset": {"version": "1.1"}, "geometricError": 9, "root": rows[-1] | {"children": rows[:-1]}}
    (out / "tiles" / "tileset.json").write_text(json.dumps(document))
    sizes = {"count": count, "triangles": 100 * count, "bytes": 12 * count}
    return {"tiles": {"uri": "tiles/tileset.json", "root_geometric_error": 0.5, **sizes}}


def manifest(content: bytes) -> dict[str, Any]:
    """Return what the library writes beside `content`, as far as the site reads it."""
    return {
        "source": {"files": [{"name": "a.obj", "sha256": "0" * 64}]},
        "title": {"ja": "石垣"},
        "rights": {"licence": "", "holder": "", "credit": "", "restrictions": ""},
        "derivatives": [
            {
                "uri": "a.glb",
                "level": "phone",
                "format": "glb-meshopt",
                "mime": "model/gltf-binary",
                "bytes": len(content),
                "sha256": hashlib.sha256(content).hexdigest(),
                "triangles": 60000,
                "asked_triangles": 60000,
                "usage": "Web3D",
                "quality": "Medium",
                "bbox": [[-1.0, 0.0, -1.0], [1.0, 2.0, 1.0]],
                "maps": [{"kind": "colour", "size": 2048}],
                "error": {"rms": 0.01, "rms_pct": 0.02, "hausdorff": 0.05},
                "image": {"psnr_lit_mean": 27.3},
            }
        ],
        "previews": [{"kind": "poster", "uri": "poster.webp", "w": 1600, "h": 1200}],
        "comparison": {
            "master": {
                "uri": "comparison/master.glb",
                "bytes": 11,
                "triangles": 498000,
                "of_triangles": 1035000,
                "colours": "vertex",
            },
            "levels": [
                {
                    "level": "phone",
                    "uri": "comparison/phone-error.glb",
                    "bytes": 16,
                    "triangles": 60000,
                    "limit_m": 0.05,
                    "median_m": 0.004,
                    "p95_m": 0.021,
                    "max_m": 0.083,
                }
            ],
        },
        "provenance": {"seconds": 12.5, "peak_rss_mb": 671},
    }


def mesh(title: str = "石垣", name: str = "wall.obj") -> Asset:
    """Upload a file of one vertex as an asset."""
    return upload(title, [ContentFile(b"v 0 0 0\n", name=name)])
