"""The gate behind the measurements: a level that lost more than its recipe allows is made again one rung higher, or the
job ends with the figures.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from media_pipeline.recipes import Recipe

ATTEMPTS = 3
RUNG = 1.6


@dataclass(frozen=True, slots=True)
class Miss:
    """A level that did not meet a limit: its count, what was measured and what is allowed."""

    level: str
    triangles: int
    figure: str
    found: float
    allowed: float

    def __str__(self) -> str:
        return (
            f"level {self.level} at {self.triangles} triangles: {self.figure} {self.found:g}, allowed {self.allowed:g}"
        )


def misses(recipe: Recipe, measured: dict[str, Any], levels: dict[str, Any]) -> list[Miss]:
    """Return what the levels of `recipe` miss, by the values of the stages `measure` and `levels`."""
    counts = {row["name"]: row["triangles"] for row in levels["levels"]}
    rows = {row["name"]: row for row in measured["levels"]}
    found = []
    for level in recipe.levels:
        rms, lit = rows[level.name]["error"]["rms_pct"], rows[level.name]["image"]["psnr_lit_mean"]
        if level.rms_pct and rms > level.rms_pct:
            found.append(Miss(level.name, counts[level.name], "RMS in % of the diagonal", rms, level.rms_pct))
        if level.psnr and lit < level.psnr:
            found.append(Miss(level.name, counts[level.name], "likeness in dB", lit, level.psnr))
    return found


def raised(recipe: Recipe, missed: list[Miss], master: int) -> Recipe | None:
    """Return `recipe` with the missed levels one rung higher: the count of the next level above, 1.6 times its own for
    the topmost. None when one of them is the master already.
    """
    names = {miss.level for miss in missed}
    levels = []
    for level in recipe.levels:
        if level.name not in names:
            levels.append(level)
            continue
        if level.triangles >= master:
            return None
        above = [other.triangles for other in recipe.levels if other.triangles > level.triangles]
        levels.append(replace(level, triangles=min([*above, round(RUNG * level.triangles)])))
    return replace(recipe, levels=tuple(levels))
