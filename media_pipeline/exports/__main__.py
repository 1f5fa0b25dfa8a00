"""`python -m media_pipeline.exports DIR --base URL`: IIIF documents beside a finished job's manifest."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from media_pipeline import manifest as manifests
from media_pipeline.exports import iiif


def main(argv: list[str] | None = None) -> int:
    """Write iiif-scene.json and iiif-manifest.json to the folder; 2 when it holds no manifest or the base is no address."""
    parser = argparse.ArgumentParser(prog="python -m media_pipeline.exports", description=__doc__)
    parser.add_argument("folder", type=Path, help="where manifest.json and its files are")
    parser.add_argument("--base", required=True, help="public address of that folder, such as https://example.org/m/1/")
    options = parser.parse_args(argv)
    if not options.base.startswith(("http://", "https://")):
        print(f"--base: {options.base}: an address that begins with http:// or https:// is needed", file=sys.stderr)
        return 2
    try:
        manifest = json.loads((options.folder / "manifest.json").read_text("utf-8"))
    except (OSError, ValueError) as error:
        print(f"{options.folder}: manifest.json: {error}", file=sys.stderr)
        return 2
    if manifest.get("kind", "mesh") != "mesh":
        print(f"{options.folder}: this is a {manifest['kind']}; there is a scene of meshes only", file=sys.stderr)
        return 2
    base = options.base.rstrip("/") + "/"
    for name, document in (
        ("iiif-scene.json", iiif.scene(manifest, base)),
        ("iiif-manifest.json", iiif.canvas(manifest, base)),
    ):
        manifests.write(document, options.folder / name)
        print(options.folder / name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
