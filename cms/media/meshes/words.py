"""What a curator reads for the pipeline's own words: stages, figures of the scan, repairs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.utils.formats import number_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from media_pipeline import messages
from media_pipeline.errors import RULES
from media_pipeline.models import Job

STAGES: Final = {
    "generate": gettext_lazy("making the model"),
    "intake": gettext_lazy("checking the files"),
    "read": gettext_lazy("reading the files"),
    "inspect": gettext_lazy("looking at it"),
    "repair": gettext_lazy("repairing"),
    "levels": gettext_lazy("thinning out"),
    "unwrap": gettext_lazy("laying out textures"),
    "bake": gettext_lazy("transferring colours"),
    "encode": gettext_lazy("packing for phones"),
    "previews": gettext_lazy("taking pictures"),
    "measure": gettext_lazy("measuring the error"),
    "tiles": gettext_lazy("cutting tiles"),
    "pyramid": gettext_lazy("cutting tiles"),
    "thin": gettext_lazy("thinning out"),
    "points": gettext_lazy("packing for phones"),
    "views": gettext_lazy("taking pictures"),
    "compare": gettext_lazy("drawing the errors"),
    "manifest": gettext_lazy("finishing"),
}
FIGURES: Final = {
    "points": gettext_lazy("points"),
    "triangles": gettext_lazy("triangles"),
    "vertices": gettext_lazy("vertices"),
    "components": gettext_lazy("separate parts"),
    "boundary_edges": gettext_lazy("open edges"),
    "nonmanifold_edges": gettext_lazy("edges with more than two faces"),
    "watertight": gettext_lazy("closed surface"),
    "degenerate": gettext_lazy("triangles without area"),
    "duplicate": gettext_lazy("double triangles"),
    "materials": gettext_lazy("materials"),
    "vertex_colours": gettext_lazy("colours at vertices"),
    "uv_islands": gettext_lazy("pieces of texture"),
}
REPAIRS: Final = {
    "cut": gettext_lazy("triangles cut off by the curator"),
    "weld": gettext_lazy("vertices joined"),
    "degenerate": gettext_lazy("triangles without area removed"),
    "duplicate": gettext_lazy("double triangles removed"),
    "floating": gettext_lazy("floating bits removed"),
    "fins": gettext_lazy("fins removed"),
    "flipped": gettext_lazy("triangles turned to face outward"),
    "inside_out": gettext_lazy("triangles of inside-out parts turned"),
    "fill_holes": gettext_lazy("small holes covered"),
    "loose_vertices": gettext_lazy("loose vertices removed"),
    "unused_vertices": gettext_lazy("loose vertices removed"),
}
DRAWINGS: Final = {
    "front": gettext_lazy("front"),
    "side": gettext_lazy("side"),
    "top": gettext_lazy("from above"),
    "section": gettext_lazy("section"),
    "plan": gettext_lazy("plan"),
    "turntable": gettext_lazy("all around"),
}


LEVELS: Final = {
    "desktop": gettext_lazy("desktop"),
    "phone": gettext_lazy("phone"),
    "thumb": gettext_lazy("small"),
    "near": gettext_lazy("close by"),
    "far": gettext_lazy("from afar"),
    "reference": gettext_lazy("archive"),
}


def level_name(level: str) -> str:
    """Return a level of detail in words; one that a recipe of the museum's own names stays as it is."""
    return str(LEVELS.get(level, level))


def number(count: int) -> str:
    """Return a count with its thousands apart."""
    return number_format(count, force_grouping=True)


def millimetres(value: float) -> str:
    """Return a length in millimetres with as many digits as mean something."""
    return f"{number_format(value, 2 if value < 1 else 1 if value < 100 else 0)} mm"


def stage_text(job: Job) -> str:
    """Return what a running or failed job is or was doing, in words; nothing for one that waits or is done."""
    return str(STAGES.get(job.stage, job.stage)) if job.state in {"running", "failed"} else ""


def note_text(note: str) -> str:
    """Return what a stage says of the piece it is at; the name of a level in the words of its button."""
    return level_name(note) if note in LEVELS else messages.translated(note, language(), "notes")


def warning_text(warning: str) -> str:
    """Return a warning of the pipeline in the reader's language."""
    return messages.translated(warning, language(), "warnings")


def refusal_text(error: Exception) -> str:
    """Return why an upload or a wish was refused, in the reader's language."""
    return messages.translated(str(error), language(), "uploads")


def language() -> str:
    """Return the language of the two that the pipeline speaks: the reader's, or Japanese."""
    return "en" if (get_language() or "ja").startswith("en") else "ja"


def reason_text(job: Job) -> str:
    """Return why a job failed or waits, for a curator: whose reason it is, then the reason itself."""
    if not job.error:
        return ""
    if job.fault == "cut_off":
        stage = str(STAGES.get(job.cut_off_at, job.cut_off_at)) or _("starting")
        return _("Given up: the worker was ended five times while it was %(stage)s.") % {"stage": stage}
    whose = str(job.get_fault_display()) if job.fault else ""
    return f"{whose}: {error_text(job.error)}" if whose else error_text(job.error)


def error_text(error: str) -> str:
    """Return the reason of a job in the reader's language: a broken rule with its place, a fault of ours, a wait."""
    told = messages.translated(error, language(), "faults")
    return told if told != error else messages.sentence(error, language(), sections=RULES)


def figures_of_scan(stats: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the figures that mean something to a curator, each with its name."""
    return [(str(name), _figure(stats[key])) for key, name in FIGURES.items() if key in stats]


def place_on_the_map(manifest: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return where the model's origin lies on a map, each number with its name; nothing for a scan in coordinates of its own."""
    found = manifest.get("geo", {}).get("projected")
    if not found:
        return []
    rows = [(_("Coordinate system"), found["crs"] or _("not said; the size of the numbers tells"))]
    names = (("easting_m", _("Easting")), ("northing_m", _("Northing")), ("height_m", _("Height")))
    return rows + [(name, f"{number_format(found[key], 3, force_grouping=True)} m") for key, name in names]


def repairs_done(rows: Iterable[Mapping[str, Any]]) -> list[tuple[str, int]]:
    """Return the repairs that changed something, each with its count."""
    return [(str(REPAIRS.get(row["op"], row["op"])), row["count"]) for row in rows if row.get("count")]


def _figure(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return number(value) if isinstance(value, int) else str(value)
