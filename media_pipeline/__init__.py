"""Meshes in, derivatives and a manifest out. Needs no Django; the stages run in limited processes of their own.

import media_pipeline
manifest = media_pipeline.run("scan.zip", recipe="web", out="derivatives")
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from media_pipeline.errors import BadInput, Cancelled, PipelineError, StageFault

if TYPE_CHECKING:
    from media_pipeline.engine.progress import Progress
    from media_pipeline.recipes import Recipe

__all__ = ["BadInput", "Cancelled", "PipelineError", "StageFault", "run"]


def run(  # noqa: PLR0913 - all but two have defaults
    source: str | Path,
    *,
    out: str | Path,
    recipe: str | Path | Recipe = "web",
    work: str | Path | None = None,
    about: dict[str, Any] | None = None,
    unit: str | None = None,
    up: str | None = None,
    changes: dict[str, dict[str, Any]] | None = None,
    progress: Callable[[Progress], None] = lambda progress: None,
    cancel: Callable[[], bool] = lambda: False,
) -> Path:
    """Make of `source` (mesh, folder or zip) what `recipe` says, in the folder `out`, and return the path of its
    manifest.json.

    work: folder where finished stages are kept, so that a job that was cut off goes on; by default one inside `out`
    that is gone after success. about: title, rights, place and the like (schemas/about.schema.json). unit, up: how
    to read the source, over the recipe's own. changes: members of its sections to replace, as recipes.changed takes them.
    progress, cancel: called several times a second from this thread. Raises
    BadInput, StageFault, Cancelled, recipes.RecipeError.
    """
    from media_pipeline import about as known
    from media_pipeline import recipes
    from media_pipeline.engine import job

    known.check(about or {})

    chosen = recipes.load(recipe) if isinstance(recipe, str | Path) else recipe
    read_as = {name: value for name, value in (("unit", unit), ("up", up)) if value}
    chosen = recipes.changed(recipes.changed(chosen, {"source": read_as}), changes or {})
    target = Path(out).absolute()  # stages work in folders of their own
    folder = Path(work).absolute() if work else target / ".work"
    order = job.Job(Path(source).absolute(), chosen, about or {})
    path = job.run(order, out=target, work=folder, progress=progress, cancel=cancel)
    if not work:
        shutil.rmtree(folder, ignore_errors=True)
    return path
