"""`python -m media_pipeline INPUT [--recipe NAME] --out DIR`.

Exit codes: 0 done; 2 bad input, with one line on stderr (file: place: rule); 1 a fault of our own.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

import media_pipeline
from media_pipeline import recipes
from media_pipeline.engine.progress import Progress


def main(argv: list[str] | None = None) -> int:
    """Run the command line and return the exit code."""
    options = _parser().parse_args(argv)
    about = json.loads(options.about.read_text("utf-8")) if options.about else None
    try:
        path = media_pipeline.run(
            options.input, recipe=options.recipe, out=options.out, work=options.work, about=about, unit=options.unit, up=options.up,
            progress=_printer() if not options.quiet else lambda progress: None,
        )  # fmt: skip
    except media_pipeline.BadInput as error:
        print(error, file=sys.stderr)
        return 2
    except media_pipeline.PipelineError as error:
        print(f"media_pipeline: {error}", file=sys.stderr)
        return 1
    print(path)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m media_pipeline", description="Make derivatives for devices from a mesh."
    )
    parser.add_argument("input", type=Path, help="OBJ, PLY, STL, GLB or glTF, a folder of them, or a zip")
    parser.add_argument("--recipe", default="web", help=f"{', '.join(recipes.names())}, or a TOML file (default: web)")
    parser.add_argument("--out", type=Path, required=True, help="folder for manifest.json and the derivatives")
    parser.add_argument(
        "--work", type=Path, help="folder that keeps finished stages (default: inside --out, removed at the end)"
    )
    parser.add_argument("--about", type=Path, help="JSON with title, rights, capture, reconstruction for the manifest")
    parser.add_argument("--unit", choices=("mm", "cm", "m"), help="unit of the source's numbers")
    parser.add_argument("--up", choices=("y", "z"), help="upward axis of the source")
    parser.add_argument("--quiet", action="store_true", help="no progress on stdout")
    return parser


def _printer() -> Callable[[Progress], None]:
    last = ""

    def show(progress: Progress) -> None:
        nonlocal last
        if progress.stage != last:
            last = progress.stage
            print(f"{progress.seconds:7.1f} s  {progress.share:4.0%}  {progress.stage}", flush=True)

    return show


if __name__ == "__main__":
    sys.exit(main())
