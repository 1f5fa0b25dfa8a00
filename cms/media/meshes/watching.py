"""Where a job is, for the page that follows it: in words, stage by stage, with the time that is left."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.media.meshes.words import STAGES, note_text, reason_text, stage_text
from media_pipeline.models import Job
from media_pipeline.selectors import queue_position
from media_pipeline.stages import ROUTES
from media_pipeline.stages import STAGES as TABLE

WEIGHTS: Final = {row.name: row.weight for row in TABLE}
OPEN: Final = frozenset({"queued", "running"})


def state(job: Job) -> dict[str, Any]:
    """Return {state, stage, share, error, position, seconds_left, stages} of a job, and the same in words."""
    position = queue_position(job)
    return {
        "state": job.state,
        "open": job.state in OPEN,
        "state_text": str(job.get_state_display()),
        "stage": job.stage,
        "stage_text": stage_text(job),
        "share": job.share,
        "note": note_text(job.note) if job.state == "running" else "",
        "error": reason_text(job),
        "position": position,
        "position_text": _("number %(place)d in the queue") % {"place": position} if position else "",
        "seconds_left": job.seconds_left,
        "left_text": time_left(job.seconds_left) if job.state == "running" else "",
        "stages": stages(job),
    }


def stages(job: Job) -> list[dict[str, Any]]:
    """Return each stage of a job in its order: {name, text, state, share, time}; nothing before the first word of it.

    time: of a finished version what the stage took, of a running one about how long it will still take, reckoned from
    the weights of the stages.
    """
    took = {row["name"]: row["seconds"] for row in (job.manifest or {}).get("provenance", {}).get("stages", [])}
    names = in_their_order(job.stages) or list(took)
    shares = {name: 1.0 if job.state == "done" else job.stages.get(name) for name in names}
    open_weight = sum(WEIGHTS.get(name, 1) * (1 - (share or 0.0)) for name, share in shares.items())
    rows = []
    for name, share in shares.items():
        left = WEIGHTS.get(name, 1) * (1 - (share or 0.0)) / open_weight if open_weight else 0.0
        time = ""
        if job.state == "done" and name in took:
            time = _("%(seconds)s s") % {"seconds": round(took[name])} if took[name] >= 1 else _("less than 1 s")
        elif job.state == "running" and job.seconds_left is not None and share != 1.0:
            time = _stage_time(round(job.seconds_left * left))
        how = "done" if share == 1.0 else "waiting" if share is None or job.state not in OPEN else "running"
        rows.append(
            {"name": name, "text": str(STAGES.get(name, name)), "state": how, "share": share or 0.0, "time": time}
        )
    return rows


def in_their_order(names: Collection[str]) -> list[str]:
    """Return the names of stages as jobs run them; PostgreSQL keeps the members of an object in an order of its own."""
    route = next((route for route in ROUTES.values() if set(names) <= {row.name for row in route}), ())
    return [row.name for row in route if row.name in names] or list(names)


def _stage_time(seconds: int) -> str:
    """Return how long one stage will still take, of less than a minute in tens of seconds."""
    if seconds >= 60:
        return time_left(seconds)
    return _("about %(seconds)d s") % {"seconds": max(10, round(seconds, -1))}


def time_left(seconds: int | None) -> str:
    """Return how long something will still take, in words and roughly; nothing where nobody can tell."""
    if seconds is None:
        return ""
    if seconds < 60:
        return _("less than a minute left")
    minutes = round(seconds / 60)
    return ngettext("about %(count)d minute left", "about %(count)d minutes left", minutes) % {"count": minutes}
