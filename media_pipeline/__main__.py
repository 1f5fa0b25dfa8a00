"""`python -m media_pipeline INPUT [--recipe NAME] --out DIR`.

Exit codes: 0 done; 2 bad input, with one line on stderr (file: place: rule), or arguments that cannot be used; 1 a fault
of our own or of the machine, a full disk among them.
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import media_pipeline
from media_pipeline import recipes
from media_pipeline.engine.progress import Progress


def main(argv: list[str] | None = None) -> int:
    """Run the command line and return the exit code."""
    options = _parser().parse_args(argv)
    try:
        path = media_pipeline.run(
            options.input, recipe=options.recipe, out=options.out, work=options.work, about=_about(options.about), unit=options.unit, up=options.up,
            changes=_changes(options.set),
            progress=_printer() if not options.quiet else lambda progress: None,
        )  # fmt: skip
    except (media_pipeline.BadInput, recipes.RecipeError) as error:
        print(error, file=sys.stderr)
        return 2
    except (media_pipeline.PipelineError, OSError) as error:
        print(f"media_pipeline: {error}", file=sys.stderr)
        return 1
    print(path)
    return 0


def _about(path: Path | None) -> dict[str, Any] | None:
    if path is None:
        return None
    try:
        about: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise media_pipeline.BadInput(path.name, "", f"no JSON with what is known of the asset: {error}") from error
    if isinstance(about, dict) and isinstance(board := about.get("board"), dict) and board.get("picture"):
        board["picture"] = str(path.parent / str(board["picture"]))
    return about


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
    parser.add_argument("--unit", choices=("mm", "cm", "m", "unknown"), help="unit of the source's numbers")
    parser.add_argument("--up", help="upward axis of the source: x, y or z, with a minus for downward")
    parser.add_argument(
        "--set", action="append", default=[], metavar="SECTION.MEMBER=VALUE",
        help="replace a member of the recipe, in TOML: repair.hole_edges=0, source.scale_bar={measured_m=1.0, model_units=437.2}",
    )  # fmt: skip
    parser.add_argument("--quiet", action="store_true", help="no progress on stdout")
    return parser


def _changes(texts: list[str]) -> dict[str, dict[str, Any]]:
    """Return `--set` options as recipes.changed takes them; what is not TOML is taken for a word."""
    changes: dict[str, dict[str, Any]] = {}
    for text in texts:
        where, _, value = text.partition("=")
        section, _, member = where.partition(".")
        try:
            read = tomllib.loads(f"value = {value}")["value"]
        except tomllib.TOMLDecodeError:
            read = value
        changes.setdefault(section, {})[member] = read
    return changes


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
